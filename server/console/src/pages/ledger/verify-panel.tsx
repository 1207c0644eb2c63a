import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Progress } from 'antd';
import type { LedgerVerifyReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { LEDGER_HEAD_KEY, LedgerHead } from './head';

/** Seconds since `running` became true. */
function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!running) return undefined;
    setSeconds(0);
    const timer = setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [running]);
  return seconds;
}

function VerifyResult({ result }: { result: LedgerVerifyReply }) {
  const { t } = useText();
  const counts = t('verify.counts', { transfers: result.checkedCount, blocks: result.blockCount });
  if (result.ok) {
    return (
      <Alert
        type="success"
        showIcon
        title={t('verify.ok')}
        description={counts}
        data-testid="verify-result"
      />
    );
  }
  return (
    <Alert
      type="error"
      showIcon
      title={t('verify.bad', { problem: openText(t, 'verifyProblem', result.problem ?? '') })}
      description={
        <>
          {counts}
          {result.firstBadTransferId && (
            <div className="break">{t('verify.firstBad', { id: result.firstBadTransferId })}</div>
          )}
        </>
      }
      data-testid="verify-result"
    />
  );
}

/** Recomputes the whole ledger and says whether every entry is as it was written. */
export function VerifyPanel() {
  const { t, errorText } = useText();
  const verify = useCommand('console.ledger.verify', []);
  const client = useQueryClient();
  const seconds = useSeconds(verify.isPending);
  const start = () =>
    verify.mutate(
      { body: {} },
      { onSuccess: () => void client.invalidateQueries({ queryKey: LEDGER_HEAD_KEY }) },
    );
  return (
    <div className="panel stack">
      <div className="row row-between">
        <span>{t('verify.what')}</span>
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined />}
          loading={verify.isPending}
          onClick={start}
          data-testid="ledger-verify"
        >
          {t('verify.start')}
        </Button>
      </div>
      {verify.isPending && (
        <div role="status">
          <Progress
            percent={100}
            status="active"
            showInfo={false}
            aria-label={t('verify.running', { seconds })}
          />
          <span className="soft num">{t('verify.running', { seconds })}</span>
        </div>
      )}
      {verify.isError && <Alert type="error" showIcon title={errorText(verify.error)} />}
      {verify.isSuccess && <VerifyResult result={verify.data} />}
      <LedgerHead />
    </div>
  );
}
