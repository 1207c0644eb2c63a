import { useState } from 'react';
import { ImportOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { moneyFlags } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { ChoiceFilter, StateTabs, TextFilter } from '../../components/filters';
import { idParam, oneOf } from '../../components/list-url.model';
import { stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { ListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import { columnsOf } from './columns';
import { ImportDialog } from './import-dialog';
import { deskStates } from './model';
import { OrderDrawer } from './order-drawer';
import { ShipDialog } from './ship-dialog';

function Filters({ url }: { url: ListUrl }) {
  const { t } = useText();
  return (
    <>
      <StateTabs
        value={oneOf(url.get('state'), deskStates)}
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
        <ChoiceFilter
          label={t('order.flags')}
          value={oneOf(url.get('money'), moneyFlags)}
          options={moneyFlags.map((value) => ({ value, label: t(`order.money.${value}`) }))}
          onChange={(money) => url.filter({ money })}
        />
      </div>
    </>
  );
}

function ImportButton() {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<ImportOutlined />} onClick={() => setOpen(true)} data-testid="shipments-import">
        {t('import.open')}
      </Button>
      <ImportDialog open={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** The orders desk: what to ship, what waits, what happened to each order. */
export function OrdersPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [shipping, setShipping] = useState<string | null>(null);
  const state = oneOf(url.get('state'), deskStates);
  const groupId = idParam(url.get('group'));
  const money = oneOf(url.get('money'), moneyFlags);
  const query = useCall('console.orders', { query: { state, groupId, money, ...url.page } }, { keep: true });
  const ship = may('console.order.ship') ? setShipping : null;
  const tools = (
    <>
      {may('console.shipments.import') && <ImportButton />}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.orders')} tools={tools}>
      <Filters url={url} />
      <DataList
        query={query}
        columns={columnsOf(t, { open: (id) => url.put('order', id), ship })}
        url={url}
        filters={['state', 'group', 'money']}
        emptyText={t('order.empty')}
        label={t('menu.orders')}
      />
      <OrderDrawer id={idParam(url.get('order'))} onClose={() => url.put('order', undefined)} onShip={ship} />
      <ShipDialog orderId={shipping} onClose={() => setShipping(null)} />
    </PageFrame>
  );
}
