import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleOrderCardReply } from '@tuanlink/shared/replies';
import { Amount } from '../../components/amount';
import { shortId } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag } from '../../components/state-tag';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { canShip, goodsText } from './model';

type Card = ConsoleOrderCardReply;

/** What can be done with a row of the desk. */
export interface DeskActions {
  open: (id: string) => void;
  /** Null for operators who may not ship. */
  ship: ((id: string) => void) | null;
}

function Pay({ order }: { order: Card }) {
  const { t } = useText();
  return (
    <div>
      <Amount fen={order.payFen} strong />
      {order.refundedFen > 0 && (
        <div className="soft">
          {t('order.refundedShort')} <Amount fen={order.refundedFen} />
        </div>
      )}
    </div>
  );
}

function Group({ order }: { order: Card }) {
  const { t } = useText();
  return order.groupId ? (
    <Link className="mono" to={`/orders?group=${order.groupId}`} title={order.groupId}>
      {shortId(order.groupId)}
    </Link>
  ) : (
    <span className="soft">{t('order.solo')}</span>
  );
}

function Parcel({ order }: { order: Card }) {
  if (!order.trackingNo) return <span className="soft">—</span>;
  return (
    <span className="mono">
      {order.carrier} {order.trackingNo}
    </span>
  );
}

function Buttons({ order, open, ship }: DeskActions & { order: Card }) {
  const { t } = useText();
  return (
    <div className="row actions">
      <Button size="small" onClick={() => open(order.id)} data-testid="order-open">
        {t('action.detail')}
      </Button>
      {ship && canShip(order.state) && (
        <Button size="small" type="primary" onClick={() => ship(order.id)} data-testid="order-ship">
          {t('order.ship')}
        </Button>
      )}
    </div>
  );
}

/** Columns of the orders desk. */
export function columnsOf(t: Translate, actions: DeskActions): TableColumnsType<Card> {
  return [
    {
      title: t('order.id'),
      render: (_, order) => (
        <Button
          type="link"
          size="small"
          className="mono"
          title={order.id}
          onClick={() => actions.open(order.id)}
        >
          {shortId(order.id)}
        </Button>
      ),
    },
    { title: t('order.placedAt'), render: (_, order) => <Moment at={order.createdAt} /> },
    {
      title: t('order.buyer'),
      render: (_, order) => <PersonName nickname={order.buyer.nickname} />,
    },
    { title: t('order.goods'), render: (_, order) => <div className="goods">{goodsText(order)}</div> },
    { title: t('order.group'), render: (_, order) => <Group order={order} /> },
    { title: t('order.pay'), align: 'right', render: (_, order) => <Pay order={order} /> },
    {
      title: t('order.state'),
      render: (_, order) => (
        <>
          <StateTag kind="order" state={order.state} />
          {order.late && <div className="soft">{t('order.money.late')}</div>}
          {order.odd && <div className="soft">{t('order.money.odd')}</div>}
        </>
      ),
    },
    { title: t('order.shipment'), render: (_, order) => <Parcel order={order} /> },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, order) => <Buttons order={order} {...actions} />,
    },
  ];
}
