import { Button } from 'antd';
import { useCall } from '../../api/queries';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { idParam, oneOf } from '../../components/list-url.model';
import { stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import { withdrawalColumns } from './columns';
import { withdrawalStates } from './model';
import { WithdrawalDrawer } from './withdrawal-drawer';

/** Who asked to be paid, and what became of it. */
export function WithdrawalsPage() {
  const { t } = useText();
  const url = useListUrl();
  const state = oneOf(url.get('state'), withdrawalStates);
  const distributorId = idParam(url.get('distributor'));
  const runId = idParam(url.get('run'));
  const query = useCall(
    'console.withdrawals',
    { query: { state, distributorId, runId, ...url.page } },
    { keep: true },
  );
  const columns = [
    ...withdrawalColumns(t),
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_: unknown, { id }: { id: string }) => (
        <Button size="small" onClick={() => url.put('withdrawal', id)} data-testid="withdrawal-open">
          {t('action.detail')}
        </Button>
      ),
    },
  ];
  return (
    <PageFrame title={t('menu.withdrawals')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={withdrawalStates}
        text={(value) => t(stateKey('withdrawal', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <TextFilter
          id
          label={t('commission.byDistributor')}
          value={url.get('distributor')}
          onChange={(distributor) => url.filter({ distributor })}
        />
        <TextFilter
          id
          label={t('withdrawal.byRun')}
          value={url.get('run')}
          onChange={(run) => url.filter({ run })}
        />
      </div>
      <DataList
        query={query}
        columns={columns}
        url={url}
        filters={['state', 'distributor', 'run']}
        emptyText={t('withdrawal.empty')}
        label={t('menu.withdrawals')}
      />
      <WithdrawalDrawer
        id={idParam(url.get('withdrawal'))}
        onClose={() => url.put('withdrawal', undefined)}
      />
    </PageFrame>
  );
}
