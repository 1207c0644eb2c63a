import { useState } from 'react';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { proofOutcome, shortHash } from '@tuanlink/shared/ledger-proof';
import type { ProofOutcome } from '@tuanlink/shared/ledger-proof';
import type { TransferProofReply } from '@tuanlink/shared/replies';
import { sha256 } from '@tuanlink/shared/sha256';
import { useCall } from '../../api/queries';
import { readPublicBlock } from '../../api/public-block';
import { Amount } from '../../components/amount';
import { Section } from '../../components/detail-drawer';
import { AccountName } from '../../components/transfer-table';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

async function outcomesOf(items: readonly TransferProofReply[]): Promise<Map<string, ProofOutcome>> {
  const outcomes = new Map<string, ProofOutcome>();
  for (const { transfer, proof } of items) {
    if (proof !== null) {
      const shown = await readPublicBlock(proof.block.id);
      outcomes.set(transfer.id, proofOutcome(transfer, proof, shown, sha256));
    }
  }
  return outcomes;
}

function Sealed({ item, outcome }: { item: TransferProofReply; outcome: ProofOutcome | undefined }) {
  const { t } = useText();
  const { transfer, proof } = item;
  return (
    <div className="stack">
      <div className="row">
        <AccountName account={transfer.from} /> → <AccountName account={transfer.to} />
        <Amount fen={transfer.amountFen} strong />
      </div>
      <div className="soft break" title={proof?.block.hash}>
        {proof === null
          ? t('proof.young')
          : t('proof.block', {
              block: proof.block.id,
              place: proof.position + 1,
              hash: shortHash(proof.block.hash),
            })}
      </div>
      {outcome !== undefined && (
        <Alert
          type={outcome === 'good' ? 'success' : 'error'}
          showIcon
          title={outcome === 'good' ? t('proof.good') : t(`proof.bad.${outcome}`)}
          data-testid="proof-outcome"
        />
      )}
    </div>
  );
}

/** What proves that a line's transfers stand in the sealed ledger; recomputed in the browser when asked. */
export function ProofSection({ lineId }: { lineId: string }) {
  const { t } = useText();
  const report = useReport();
  const { data } = useCall('console.commission.proof', { params: { id: lineId } });
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState(new Map<string, ProofOutcome>());
  const items = data?.transfers ?? [];
  const check = () => {
    setBusy(true);
    outcomesOf(items)
      .then(setOutcomes, report.failed)
      .finally(() => setBusy(false));
  };
  const button = (
    <Button
      size="small"
      icon={<SafetyCertificateOutlined />}
      loading={busy}
      disabled={items.every(({ proof }) => proof === null)}
      onClick={check}
      data-testid="proof-check"
    >
      {t('proof.check')}
    </Button>
  );
  return (
    <Section title={t('proof.title')} extra={button}>
      <div className="stack">
        {items.length === 0 && <span className="soft">{t('proof.none')}</span>}
        {items.map((item) => (
          <Sealed key={item.transfer.id} item={item} outcome={outcomes.get(item.transfer.id)} />
        ))}
      </div>
    </Section>
  );
}
