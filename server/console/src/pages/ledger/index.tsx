import { Tabs } from 'antd';
import { useMay } from '../../app/session';
import { PageFrame } from '../../components/data-list';
import { oneOf } from '../../components/list-url.model';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import { AccountList } from './account-list';
import { TransferList } from './transfer-list';
import { VerifyPanel } from './verify-panel';

const tabs = ['accounts', 'transfers'] as const;

/** The ledger: balances, transfers, and the proof that nothing was altered. */
export function LedgerPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const tab = oneOf(url.get('tab'), tabs) ?? 'accounts';
  return (
    <PageFrame title={t('menu.ledger')}>
      {may('console.ledger.verify') && <VerifyPanel />}
      <Tabs
        className="state-tabs"
        activeKey={tab}
        onChange={(key) => url.filter({ tab: key, account: undefined, order: undefined })}
        items={tabs.map((key) => ({ key, label: t(`ledger.${key}`) }))}
      />
      {tab === 'accounts' ? <AccountList url={url} /> : <TransferList url={url} />}
    </PageFrame>
  );
}
