import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type {
  CommissionExplanationReply,
  CommissionProofReply,
  TransferProofReply,
} from '@tuanlink/shared/replies';
import type { LineCheck, LineOutcome } from '@tuanlink/shared/line-proof';
import { call } from '../../../api/client';
import { Button } from '../../../components/button/button';
import { useAction } from '../../../hooks/use-action';
import { readAgain, useCall } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { useViewerId } from '../../../store/session';
import { transferFacts } from './model';
import { checkProofs, isCheckable, outcomeText, sealText } from './proof-model';

async function readBlock(id: number) {
  const { items } = await call('shop.ledger.blocks', { query: { through: id, limit: 1 } });
  return items[0];
}

function Verdict({ good, text }: { good: boolean; text: string }) {
  return <Text className={`line__outcome line__outcome--${good ? 'good' : 'bad'}`}>{text}</Text>;
}

function Sealed({ item, outcome }: { item: TransferProofReply; outcome: LineOutcome | undefined }) {
  const t = useText();
  const [fact] = transferFacts([item.transfer], t);
  return (
    <View className="line__fact">
      <Text className="line__text">{fact?.text ?? ''}</Text>
      <Text className="line__small">{sealText(item, t)}</Text>
      {outcome !== undefined && <Verdict good={outcome === 'good'} text={outcomeText(outcome, t)} />}
    </View>
  );
}

interface ProofProps {
  line: CommissionExplanationReply;
  /** Reads the line again: what is shown and what is checked are of one moment. */
  reread: () => Promise<CommissionExplanationReply>;
}

interface CheckProps extends ProofProps {
  reply: CommissionProofReply;
  rereadProof: () => Promise<CommissionProofReply>;
}

function Check({ line, reply, reread, rereadProof }: CheckProps) {
  const t = useText();
  const userId = useViewerId();
  const { busy, run } = useAction();
  const [result, setResult] = useState<LineCheck | null>(null);
  const check = () =>
    run('check', async () => {
      const [fresh, proof] = await Promise.all([reread(), rereadProof()]);
      setResult(await checkProofs({ line: fresh, reply: proof, userId }, readBlock));
    });
  const whole = result?.whole ?? null;
  return (
    <>
      {reply.transfers.map((item) => (
        <Sealed key={item.transfer.id} item={item} outcome={result?.outcomes[item.transfer.id]} />
      ))}
      {whole !== null && <Verdict good={whole === 'good'} text={t(`proof.whole.${whole}`)} />}
      {isCheckable({ line, reply, userId }) && (
        <View className="line__do">
          <Button id="check-proof" block busy={busy !== null} onTap={check}>
            {t(result === null ? 'proof.check' : 'proof.again')}
          </Button>
        </View>
      )}
    </>
  );
}

/** What proves that the line stands in the sealed ledger; recomputed on the phone when asked. */
export function Proof({ line, reread }: ProofProps) {
  const t = useText();
  const proof = useCall('shop.commission.proof', { params: { id: line.id } });
  const { data: reply } = proof;
  if (reply === undefined) {
    return null;
  }
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('proof.title')}</Text>
      <Text className="line__small">{t(reply.transfers.length === 0 ? 'proof.none' : 'proof.hint')}</Text>
      <Check line={line} reply={reply} reread={reread} rereadProof={() => readAgain(proof)} />
    </View>
  );
}
