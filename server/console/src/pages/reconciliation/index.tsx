import { Button, Tabs } from 'antd';
import type { TableColumnsType } from 'antd';
import type { ReconciliationDayReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DataList, PageFrame } from '../../components/data-list';
import { oneOf } from '../../components/list-url.model';
import { StateTag } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { ListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { DayDrawer } from './day-drawer';
import { DifferenceList } from './difference-list';
import { standOf } from './model';

const tabs = ['days', 'differences'] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

function columnsOf(t: Translate, open: (day: string) => void): TableColumnsType<ReconciliationDayReply> {
  const side = (name: 'wechat' | 'ours' | 'ledger') => ({
    title: `${t('reconciliation.payments')} · ${t(`reconciliation.${name}`)}`,
    align: 'right' as const,
    render: (_: unknown, day: ReconciliationDayReply) => (
      <Amount fen={day.figures?.payments[name].fen ?? null} />
    ),
  });
  return [
    { title: t('reconciliation.day'), render: (_, day) => <span className="num">{day.id}</span> },
    { title: t('reconciliation.state'), render: (_, day) => <StateTag kind="day" state={standOf(day)} /> },
    side('wechat'),
    side('ours'),
    side('ledger'),
    {
      title: `${t('reconciliation.refunds')} · ${t('reconciliation.wechat')}`,
      align: 'right',
      render: (_, day) => <Amount fen={day.figures?.refunds.wechat.fen ?? null} />,
    },
    {
      title: t('reconciliation.fee'),
      align: 'right',
      render: (_, day) => <Amount fen={day.figures?.feeFen ?? null} />,
    },
    {
      title: t('reconciliation.differences'),
      align: 'right',
      render: (_, day) => <strong className="num">{day.openCount}</strong>,
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, day) => (
        <Button size="small" onClick={() => open(day.id)} data-testid="day-open">
          {t('action.detail')}
        </Button>
      ),
    },
  ];
}

function DayList({ url }: { url: ListUrl }) {
  const { t } = useText();
  const query = useCall('console.reconciliation', { query: url.page }, { keep: true });
  const day = url.get('day');
  return (
    <>
      <DataList
        query={query}
        columns={columnsOf(t, (id) => url.put('day', id))}
        url={url}
        filters={[]}
        emptyText={t('reconciliation.empty')}
        label={t('menu.reconciliation')}
      />
      <DayDrawer
        day={day !== undefined && DAY.test(day) ? day : undefined}
        onClose={() => url.put('day', undefined)}
      />
    </>
  );
}

/** WeChat's bills against orders and ledger, day by day. */
export function ReconciliationPage() {
  const { t } = useText();
  const url = useListUrl();
  const tab = oneOf(url.get('tab'), tabs) ?? 'days';
  const of = url.get('of');
  const onlyDay = of !== undefined && DAY.test(of) ? { day: of } : {};
  const clear = { day: undefined, of: undefined, state: undefined, kind: undefined };
  return (
    <PageFrame title={t('menu.reconciliation')}>
      <Tabs
        className="state-tabs"
        activeKey={tab}
        onChange={(key) => url.filter({ ...clear, tab: key })}
        items={tabs.map((key) => ({ key, label: t(`reconciliation.${key}`) }))}
      />
      {tab === 'days' ? <DayList url={url} /> : <DifferenceList url={url} {...onlyDay} />}
    </PageFrame>
  );
}
