import { PictureOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount, Rate } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { priceRange, productStatuses, stockOf } from './model';
import './products.css';

function ProductName({ product }: { product: ConsoleProductReply }) {
  const [cover] = product.images;
  return (
    <div className="product-name">
      {cover ? (
        <img src={cover} alt="" width={40} height={40} loading="lazy" />
      ) : (
        <span className="product-no-picture">
          <PictureOutlined />
        </span>
      )}
      <Link to={`/products/${product.id}`}>{product.title}</Link>
    </div>
  );
}

function Prices({ product }: { product: ConsoleProductReply }) {
  const range = priceRange(product.skus);
  if (!range) return <Amount fen={null} />;
  return (
    <>
      <Amount fen={range.lowFen} />
      {range.highFen !== range.lowFen && (
        <>
          {' – '}
          <Amount fen={range.highFen} />
        </>
      )}
    </>
  );
}

function Stock({ product }: { product: ConsoleProductReply }) {
  const { t } = useText();
  const { free, held } = stockOf(product.skus);
  return (
    <div className="num">
      {free}
      {held > 0 && <div className="soft">{t('product.heldStock', { count: held })}</div>}
    </div>
  );
}

function columnsOf(t: Translate): TableColumnsType<ConsoleProductReply> {
  return [
    { title: t('product.title'), render: (_, product) => <ProductName product={product} /> },
    {
      title: t('product.status'),
      render: (_, product) => <StateTag kind="product" state={product.status} />,
    },
    { title: t('product.price'), align: 'right', render: (_, product) => <Prices product={product} /> },
    { title: t('product.stock'), align: 'right', render: (_, product) => <Stock product={product} /> },
    {
      title: t('product.commission'),
      align: 'right',
      render: (_, product) =>
        product.commission ? (
          <Rate bp={product.commission.rateBp} />
        ) : (
          <span className="soft">{t('product.shopRate')}</span>
        ),
    },
    { title: t('list.updatedAt'), render: (_, product) => <Moment at={product.updatedAt} /> },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, product) => (
        <Link to={`/products/${product.id}`}>
          <Button size="small">{t('action.open')}</Button>
        </Link>
      ),
    },
  ];
}

/** All products of the shop, newest first. */
export function ProductsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const status = oneOf(url.get('status'), productStatuses);
  const search = url.get('search');
  const query = useCall('console.products', { query: { status, search, ...url.page } }, { keep: true });
  const tools = (
    <>
      {may('console.product.create') && (
        <Link to="/products/new">
          <Button type="primary" icon={<PlusOutlined />} data-testid="product-new">
            {t('product.new')}
          </Button>
        </Link>
      )}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.products')} tools={tools}>
      <StateTabs
        value={status}
        states={productStatuses}
        text={(value) => t(stateKey('product', value))}
        onChange={(value) => url.filter({ status: value })}
      />
      <TextFilter
        label={t('product.search')}
        value={search}
        onChange={(value) => url.filter({ search: value?.slice(0, 50) })}
      />
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['status', 'search']}
        emptyText={t('product.empty')}
        label={t('menu.products')}
      />
    </PageFrame>
  );
}
