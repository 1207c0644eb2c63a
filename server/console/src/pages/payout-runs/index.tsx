import { useState } from 'react';
import { Button, Tabs } from 'antd';
import type { TableColumnsType } from 'antd';
import type { PayoutRunReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs } from '../../components/filters';
import { IdText } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { ListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { payoutRunStates } from './model';
import { NewRunDialog } from './new-run-dialog';
import { RulesPanel } from './rules-panel';
import { RunDrawer } from './run-drawer';
import { TaxPanel } from './tax-panel';

const tabs = ['runs', 'tax', 'rules'] as const;

function columnsOf(t: Translate, open: (id: string) => void): TableColumnsType<PayoutRunReply> {
  return [
    { title: t('payoutRun.id'), render: (_, run) => <IdText id={run.id} /> },
    { title: t('payoutRun.madeAt'), render: (_, run) => <Moment at={run.madeAt} /> },
    { title: t('payoutRun.state'), render: (_, run) => <StateTag kind="payoutRun" state={run.state} /> },
    { title: t('payoutRun.count'), align: 'right', render: (_, run) => run.count },
    {
      title: t('payoutRun.amount'),
      align: 'right',
      render: (_, run) => <Amount fen={run.amountFen} strong />,
    },
    { title: t('payoutRun.net'), align: 'right', render: (_, run) => <Amount fen={run.netFen} /> },
    { title: t('payoutRun.madeBy'), render: (_, run) => run.madeBy.name },
    { title: t('payoutRun.decidedBy'), render: (_, run) => run.decidedBy?.name ?? '—' },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, run) => (
        <Button size="small" onClick={() => open(run.id)} data-testid="payout-run-open">
          {t('action.detail')}
        </Button>
      ),
    },
  ];
}

function Runs({ url }: { url: ListUrl }) {
  const { t } = useText();
  const may = useMay();
  const [making, setMaking] = useState(false);
  const state = oneOf(url.get('state'), payoutRunStates);
  const query = useCall('console.payoutRuns', { query: { state, ...url.page } }, { keep: true });
  return (
    <>
      <div className="row row-between">
        <StateTabs
          value={state}
          states={payoutRunStates}
          text={(value) => t(stateKey('payoutRun', value))}
          onChange={(value) => url.filter({ state: value })}
        />
        <div className="row">
          <RefreshButton query={query} />
          {may('console.payoutRun.create') && (
            <Button type="primary" onClick={() => setMaking(true)} data-testid="payout-run-new">
              {t('payoutRun.new')}
            </Button>
          )}
        </div>
      </div>
      <DataList
        query={query}
        columns={columnsOf(t, (id) => url.put('payout', id))}
        url={url}
        filters={['state']}
        emptyText={t('payoutRun.empty')}
        label={t('menu.payoutRuns')}
      />
      <NewRunDialog
        open={making}
        onClose={() => setMaking(false)}
        onMade={(id) => {
          setMaking(false);
          url.put('payout', id);
        }}
      />
      <RunDrawer id={idParam(url.get('payout'))} onClose={() => url.put('payout', undefined)} />
    </>
  );
}

/** How money gets to distributors: runs that two people agree on, the tax withheld, the rules. */
export function PayoutRunsPage() {
  const { t } = useText();
  const url = useListUrl();
  const tab = oneOf(url.get('tab'), tabs) ?? 'runs';
  return (
    <PageFrame title={t('menu.payoutRuns')}>
      <Tabs
        className="state-tabs"
        activeKey={tab}
        onChange={(key) => url.filter({ tab: key, state: undefined })}
        items={tabs.map((key) => ({ key, label: t(`payoutRun.tab.${key}`) }))}
      />
      {tab === 'runs' && <Runs url={url} />}
      {tab === 'tax' && <TaxPanel />}
      {tab === 'rules' && <RulesPanel />}
    </PageFrame>
  );
}
