import { Button, Switch } from 'antd';
import type { TableColumnsType } from 'antd';
import type { ConsoleAfterSaleCardReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { ListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { AfterSaleDrawer } from './after-sale-drawer';
import { Deadline } from './deadline';
import { afterSaleStates } from './model';
import { RulesButton } from './rules-dialog';

type Card = ConsoleAfterSaleCardReply;

function columnsOf(t: Translate, open: (id: string) => void): TableColumnsType<Card> {
  return [
    { title: t('afterSale.appliedAt'), render: (_, row) => <Moment at={row.createdAt} /> },
    { title: t('order.buyer'), render: (_, row) => <PersonName nickname={row.buyer.nickname} /> },
    { title: t('afterSale.kind'), render: (_, row) => t(`afterSale.kind.${row.kind}`) },
    {
      title: t('order.goods'),
      render: (_, row) => (
        <div className="goods">
          {row.lines.map((line) => `${line.title} ${line.skuName} × ${line.quantity}`).join(t('list.comma'))}
        </div>
      ),
    },
    { title: t('afterSale.reason'), render: (_, row) => t(`afterSale.reason.${row.reason}`) },
    {
      title: t('afterSale.asked'),
      align: 'right',
      render: (_, row) => <Amount fen={row.askedFen} strong />,
    },
    { title: t('order.state'), render: (_, row) => <StateTag kind="after_sale" state={row.state} /> },
    {
      title: t('afterSale.dueAt'),
      render: (_, row) => <Deadline at={row.dueAt} overdue={row.overdue} />,
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, row) => (
        <Button size="small" onClick={() => open(row.id)} data-testid="after-sale-open">
          {t('action.detail')}
        </Button>
      ),
    },
  ];
}

function Filters({ url }: { url: ListUrl }) {
  const { t } = useText();
  return (
    <>
      <StateTabs
        value={oneOf(url.get('state'), afterSaleStates)}
        states={afterSaleStates}
        text={(value) => t(stateKey('after_sale', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <TextFilter
          id
          label={t('commission.byOrder')}
          value={url.get('order')}
          onChange={(order) => url.filter({ order })}
        />
        <label className="row">
          <Switch
            checked={url.get('overdue') === 'true'}
            onChange={(on) => url.filter({ overdue: on ? 'true' : undefined })}
            data-testid="after-sale-overdue"
          />
          {t('afterSale.onlyOverdue')}
        </label>
      </div>
    </>
  );
}

/** What buyers ask for after they have bought: who waits, for what, and until when. */
export function AfterSalesPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const state = oneOf(url.get('state'), afterSaleStates);
  const orderId = idParam(url.get('order'));
  const overdue = url.get('overdue') === 'true' ? ('true' as const) : undefined;
  const query = useCall(
    'console.afterSales',
    { query: { state, orderId, overdue, ...url.page } },
    { keep: true },
  );
  const tools = (
    <>
      {may('console.afterSaleSettings') && <RulesButton />}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.afterSales')} tools={tools}>
      <Filters url={url} />
      <DataList
        query={query}
        columns={columnsOf(t, (id) => url.put('id', id))}
        url={url}
        filters={['state', 'order', 'overdue']}
        emptyText={t('afterSale.empty')}
        label={t('menu.afterSales')}
      />
      <AfterSaleDrawer id={idParam(url.get('id'))} onClose={() => url.put('id', undefined)} />
    </PageFrame>
  );
}
