import { useState } from 'react';
import { ImportOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleOrderCardReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { shortId } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { ImportDialog } from './import-dialog';
import { canShip, deskStates, goodsText } from './model';
import { OrderDrawer } from './order-drawer';
import { ShipDialog } from './ship-dialog';

interface Actions {
  open: (id: string) => void;
  ship: ((id: string) => void) | null;
}

function columnsOf(t: Translate, { open, ship }: Actions): TableColumnsType<ConsoleOrderCardReply> {
  return [
    {
      title: t('order.id'),
      render: (_, order) => (
        <Button type="link" size="small" className="mono" title={order.id} onClick={() => open(order.id)}>
          {shortId(order.id)}
        </Button>
      ),
    },
    { title: t('order.placedAt'), render: (_, order) => <Moment at={order.createdAt} /> },
    {
      title: t('order.buyer'),
      render: (_, order) => order.buyer.nickname || <span className="soft">{t('order.noName')}</span>,
    },
    { title: t('order.goods'), render: (_, order) => goodsText(order) },
    {
      title: t('order.group'),
      render: (_, order) =>
        order.groupId ? (
          <Link className="mono" to={`?group=${order.groupId}`}>
            {shortId(order.groupId)}
          </Link>
        ) : (
          <span className="soft">{t('order.solo')}</span>
        ),
    },
    {
      title: t('order.pay'),
      align: 'right',
      render: (_, order) => (
        <div>
          <Amount fen={order.payFen} strong />
          {order.refundedFen > 0 && (
            <div className="soft">
              {t('order.refundedShort')} <Amount fen={order.refundedFen} />
            </div>
          )}
        </div>
      ),
    },
    { title: t('order.state'), render: (_, order) => <StateTag kind="order" state={order.state} /> },
    {
      title: t('order.shipment'),
      render: (_, order) =>
        order.trackingNo ? (
          <span className="mono">
            {order.carrier} {order.trackingNo}
          </span>
        ) : (
          <span className="soft">—</span>
        ),
    },
    {
      title: t('list.actions'),
      render: (_, order) => (
        <div className="row">
          <Button size="small" onClick={() => open(order.id)}>
            {t('action.detail')}
          </Button>
          {ship && canShip(order.state) && (
            <Button size="small" type="primary" onClick={() => ship(order.id)} data-testid="order-ship">
              {t('order.ship')}
            </Button>
          )}
        </div>
      ),
    },
  ];
}

/** The orders desk: what to ship, what waits, what happened to each order. */
export function OrdersPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [shipping, setShipping] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const state = oneOf(url.get('state'), deskStates);
  const groupId = idParam(url.get('group'));
  const query = useCall('console.orders', { query: { state, groupId, ...url.page } }, { keep: true });
  const mayShip = may('console.order.ship');
  const columns = columnsOf(t, {
    open: (id) => url.put('order', id),
    ship: mayShip ? setShipping : null,
  });
  const tools = (
    <>
      {may('console.shipments.import') && (
        <Button icon={<ImportOutlined />} onClick={() => setImporting(true)} data-testid="shipments-import">
          {t('import.open')}
        </Button>
      )}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.orders')} tools={tools}>
      <StateTabs
        value={state}
        states={deskStates}
        text={(value) => t(stateKey('order', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <TextFilter
          id
          label={t('order.findById')}
          value={url.get('order')}
          onChange={(id) => url.put('order', id)}
          testId="order-find"
        />
        <TextFilter
          id
          label={t('order.byGroup')}
          value={url.get('group')}
          onChange={(group) => url.filter({ group })}
        />
      </div>
      <DataList
        query={query}
        columns={columns}
        url={url}
        filters={['state', 'group']}
        emptyText={t('order.empty')}
        label={t('menu.orders')}
      />
      <OrderDrawer
        id={idParam(url.get('order'))}
        onClose={() => url.put('order', undefined)}
        onShip={mayShip ? setShipping : null}
      />
      <ShipDialog orderId={shipping} onClose={() => setShipping(null)} />
      <ImportDialog open={importing} onClose={() => setImporting(false)} />
    </PageFrame>
  );
}
