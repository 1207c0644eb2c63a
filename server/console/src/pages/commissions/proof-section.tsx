import { useState } from 'react';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { shortHash } from '@tuanlink/shared/ledger-proof';
import { addsUp, checkLine } from '@tuanlink/shared/line-proof';
import type { LineCheck, LineOutcome } from '@tuanlink/shared/line-proof';
import type { CommissionExplanationReply, TransferProofReply } from '@tuanlink/shared/replies';
import { sha256 } from '@tuanlink/shared/sha256';
import { readAgain, useCall } from '../../api/queries';
import { readPublicBlock } from '../../api/public-block';
import { Amount } from '../../components/amount';
import { Section } from '../../components/detail-drawer';
import { AccountName } from '../../components/transfer-table';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

function Verdict({ good, text, id }: { good: boolean; text: string; id: string }) {
  return <Alert type={good ? 'success' : 'error'} showIcon title={text} data-testid={id} />;
}

function Sealed({ item, outcome }: { item: TransferProofReply; outcome: LineOutcome | undefined }) {
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
        <Verdict
          good={outcome === 'good'}
          text={outcome === 'good' ? t('proof.good') : t(`proof.bad.${outcome}`)}
          id="proof-outcome"
        />
      )}
    </div>
  );
}

interface ProofSectionProps {
  line: CommissionExplanationReply;
  /** Reads the line again: what is shown and what is checked are of one moment. */
  reread: () => Promise<CommissionExplanationReply>;
}

/** What proves that a line's transfers stand in the sealed ledger; recomputed in the browser when asked. */
export function ProofSection({ line, reread }: ProofSectionProps) {
  const { t } = useText();
  const report = useReport();
  const proof = useCall('console.commission.proof', { params: { id: line.id } });
  const { data } = proof;
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<LineCheck>({ outcomes: {}, whole: null });
  const items = data?.transfers ?? [];
  const sealed = items.some((item) => item.proof !== null);
  const checkable = data !== undefined && (sealed || !addsUp({ line, reply: data, userId: null }));
  const check = () => {
    setBusy(true);
    Promise.all([reread(), readAgain(proof)])
      .then(([fresh, reply]) =>
        checkLine({ line: fresh, reply, userId: null, read: readPublicBlock, sha256 }),
      )
      .then(setResult, report.failed)
      .finally(() => setBusy(false));
  };
  const button = (
    <Button
      size="small"
      icon={<SafetyCertificateOutlined />}
      loading={busy}
      disabled={!checkable}
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
          <Sealed key={item.transfer.id} item={item} outcome={result.outcomes[item.transfer.id]} />
        ))}
        {result.whole !== null && (
          <Verdict good={result.whole === 'good'} text={t(`proof.whole.${result.whole}`)} id="proof-whole" />
        )}
      </div>
    </Section>
  );
}
