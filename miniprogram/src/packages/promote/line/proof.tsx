import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type { CommissionProofReply, TransferProofReply } from '@tuanlink/shared/replies';
import type { ProofOutcome } from '@tuanlink/shared/ledger-proof';
import { call } from '../../../api/client';
import { Button } from '../../../components/button/button';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { transferFacts } from './model';
import { checkProofs, hasProof, outcomeText, sealText } from './proof-model';
import type { Outcomes } from './proof-model';

async function readBlock(id: number) {
  const { items } = await call('shop.ledger.blocks', { query: { through: id, limit: 1 } });
  return items[0];
}

function Sealed({ item, outcome }: { item: TransferProofReply; outcome: ProofOutcome | undefined }) {
  const t = useText();
  const [fact] = transferFacts([item.transfer], t);
  return (
    <View className="line__fact">
      <Text className="line__text">{fact?.text ?? ''}</Text>
      <Text className="line__small">{sealText(item, t)}</Text>
      {outcome !== undefined && (
        <Text className={`line__outcome line__outcome--${outcome === 'good' ? 'good' : 'bad'}`}>
          {outcomeText(outcome, t)}
        </Text>
      )}
    </View>
  );
}

function Check({ proof }: { proof: CommissionProofReply }) {
  const t = useText();
  const { busy, run } = useAction();
  const [outcomes, setOutcomes] = useState<Outcomes>({});
  const checked = Object.keys(outcomes).length > 0;
  const check = () => run('check', async () => setOutcomes(await checkProofs(proof, readBlock)));
  return (
    <>
      {proof.transfers.map((item) => (
        <Sealed key={item.transfer.id} item={item} outcome={outcomes[item.transfer.id]} />
      ))}
      {hasProof(proof) && (
        <View className="line__do">
          <Button id="check-proof" block busy={busy !== null} onTap={check}>
            {t(checked ? 'proof.again' : 'proof.check')}
          </Button>
        </View>
      )}
    </>
  );
}

/** What proves that the line stands in the sealed ledger; recomputed on the phone when asked. */
export function Proof({ lineId }: { lineId: string }) {
  const t = useText();
  const { data: proof } = useCall('shop.commission.proof', { params: { id: lineId } });
  if (proof === undefined) {
    return null;
  }
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('proof.title')}</Text>
      <Text className="line__small">{t(proof.transfers.length === 0 ? 'proof.none' : 'proof.hint')}</Text>
      <Check proof={proof} />
    </View>
  );
}
