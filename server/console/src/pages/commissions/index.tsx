import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleCommissionReply } from '@tuanlink/shared/replies';
import { reasonCodes } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { Amount, Rate } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { ChoiceFilter, StateTabs, TextFilter } from '../../components/filters';
import { shortId } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { LineDrawer } from './line-drawer';
import { commissionStates } from './model';

/** Lines apart from any order have no amount and rate that they were reckoned from. */
const isAdjustment = ({ attributionCode }: ConsoleCommissionReply) => attributionCode === null;

function columnsOf(t: Translate, open: (id: string) => void): TableColumnsType<ConsoleCommissionReply> {
  return [
    { title: t('commission.at'), render: (_, line) => <Moment at={line.at} seconds /> },
    {
      title: t('commission.distributor'),
      render: (_, line) => <PersonName nickname={line.distributor.nickname} />,
    },
    {
      title: t('commission.product'),
      render: (_, line) => (
        <div className="words">
          {line.productTitle}
          {line.note !== undefined && <div className="soft">{line.note}</div>}
        </div>
      ),
    },
    {
      title: t('commission.order'),
      render: (_, line) =>
        line.orderId === null ? (
          <span className="soft">—</span>
        ) : (
          <Link className="mono" to={`/orders?order=${line.orderId}`} title={line.orderId}>
            {shortId(line.orderId)}
          </Link>
        ),
    },
    {
      title: t('commission.base'),
      align: 'right',
      render: (_, line) => <Amount fen={isAdjustment(line) ? null : line.baseFen} />,
    },
    {
      title: t('commission.rate'),
      align: 'right',
      render: (_, line) => <Rate bp={isAdjustment(line) ? null : line.rateBp} />,
    },
    {
      title: t('commission.amount'),
      align: 'right',
      render: (_, line) => <Amount fen={line.amountFen} strong />,
    },
    { title: t('commission.state'), render: (_, line) => <StateTag kind="commission" state={line.state} /> },
    {
      title: t('commission.reason'),
      render: (_, line) => <div style={{ maxWidth: 180 }}>{t(`reason.${line.reasonCode}`)}</div>,
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, line) => (
        <Button size="small" onClick={() => open(line.id)} data-testid="commission-open">
          {t('commission.why')}
        </Button>
      ),
    },
  ];
}

/** Every commission line, with the way to its explanation. */
export function CommissionsPage() {
  const { t } = useText();
  const url = useListUrl();
  const state = oneOf(url.get('state'), commissionStates);
  const distributorId = idParam(url.get('distributor'));
  const orderId = idParam(url.get('order'));
  const reasonCode = oneOf(url.get('reason'), reasonCodes);
  const query = useCall(
    'console.commissions',
    { query: { state, distributorId, orderId, reasonCode, ...url.page } },
    { keep: true },
  );
  return (
    <PageFrame title={t('menu.commissions')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={commissionStates}
        text={(value) => t(stateKey('commission', value))}
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
          label={t('commission.byOrder')}
          value={url.get('order')}
          onChange={(order) => url.filter({ order })}
        />
        <ChoiceFilter
          label={t('commission.byReason')}
          value={reasonCode}
          options={reasonCodes.map((code) => ({ value: code, label: t(`reason.${code}`) }))}
          onChange={(reason) => url.filter({ reason })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t, (id) => url.put('line', id))}
        url={url}
        filters={['state', 'distributor', 'order', 'reason']}
        emptyText={t('commission.empty')}
        label={t('menu.commissions')}
      />
      <LineDrawer id={idParam(url.get('line'))} onClose={() => url.put('line', undefined)} />
    </PageFrame>
  );
}
