import { useState } from 'react';
import { useLoad, useRouter } from '@tarojs/taro';
import { Swiper, SwiperItem, Text, View } from '@tarojs/components';
import type { OpenGroupReply, ProductReply } from '@tuanlink/shared/replies';
import { land } from '../../../api/landing';
import { pictureUrl } from '../../../api/picture-url';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { GroupStrip } from '../../../components/group-strip/group-strip';
import { Guarantee } from '../../../components/guarantee/guarantee';
import { Icon } from '../../../components/icon/icon';
import { Page } from '../../../components/page/page';
import { Picture } from '../../../components/picture/picture';
import { Price } from '../../../components/price/price';
import { ShareButton } from '../../../components/share-button/share-button';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useShare } from '../../../hooks/use-share';
import { useText } from '../../../hooks/use-text';
import { showPictures } from '../../../platform/feedback';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import type { BuyMode } from '../../../platform/paths';
import { clock } from '../../../store/clock';
import { BuySheet } from './buy-sheet';
import { productView, proposedSku } from './model';
import type { ProductView } from './model';
import './index.scss';

function Photos({ images }: { images: string[] }) {
  const [at, setAt] = useState(0);
  if (images.length === 0) {
    return <Picture src={null} className="product__photos" />;
  }
  const urls = images.map(pictureUrl);
  return (
    <View className="product__photos">
      <Swiper className="product__swiper" circular onChange={(event) => setAt(event.detail.current)}>
        {images.map((image, index) => (
          <SwiperItem key={image}>
            <Picture
              src={image}
              className="product__photo"
              onTap={() => showPictures(urls, urls[index] ?? '')}
            />
          </SwiperItem>
        ))}
      </Swiper>
      <Text className="product__at">{`${at + 1}/${images.length}`}</Text>
    </View>
  );
}

function Headline({ product, view }: { product: ProductReply; view: ProductView }) {
  const t = useText();
  const { campaign } = product;
  return (
    <View className="product__headline">
      <View className="product__prices">
        <Price amountFen={view.groupPriceFen ?? view.priceFen} size="xl" />
        {campaign !== null && view.groupPriceFen !== null && (
          <>
            <Text className="product__tag">{t('group.sizeTag', { size: campaign.size })}</Text>
            <View className="product__alone">
              <Text>{t('product.alone')}</Text>
              <Price amountFen={view.priceFen} size="s" tone="muted" />
            </View>
          </>
        )}
      </View>
      <Text className="product__title">{product.title}</Text>
      <View className="product__facts">
        {product.soldCount > 0 && <Text>{t('product.sold', { n: product.soldCount })}</Text>}
        {view.groupPriceFen !== null && campaign?.guaranteed === true && <Guarantee explained />}
        {view.groupPriceFen !== null && campaign?.guaranteed !== true && (
          <Text className="product__promise">
            <Icon name="check" /> {t('group.promise')}
          </Text>
        )}
      </View>
    </View>
  );
}

function OpenGroups({ groups, onEnd }: { groups: OpenGroupReply[]; onEnd: () => void }) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('product.openGroups', { n: groups.length })}</Text>
      {groups.map((group) => (
        <GroupStrip key={group.id} group={group} onEnd={onEnd}>
          <Button kind="main" onTap={() => goTo(paths.group(group.id))}>
            {t('group.join')}
          </Button>
        </GroupStrip>
      ))}
    </View>
  );
}

function BuyBar({ view, onBuy }: { view: ProductView; onBuy: (mode: BuyMode) => void }) {
  const t = useText();
  return (
    <View className="bar-buttons">
      <Button kind="text" onTap={() => goTo(paths.home)}>
        <Icon name="home" />
        {t('tab.home')}
      </Button>
      {view.soldOut ? (
        <Button kind="main" size="l" disabled>
          {t('product.soldOut')}
        </Button>
      ) : (
        <>
          <Button
            kind={view.canGroup ? 'soft' : 'main'}
            size="l"
            id="buy-solo"
            stacked
            onTap={() => onBuy('solo')}
          >
            {t('product.buyAlone')}
            <Price amountFen={view.priceFen} size="s" />
          </Button>
          {view.canGroup && view.groupPriceFen !== null && (
            <Button kind="main" size="l" id="buy-open" stacked onTap={() => onBuy('open')}>
              {t('product.openGroup')}
              <Price amountFen={view.groupPriceFen} size="s" />
            </Button>
          )}
        </>
      )}
    </View>
  );
}

function ProductContent({ product, onEnd }: { product: ProductReply; onEnd: () => void }) {
  const t = useText();
  const view = productView(product, clock.now());
  const share = useShare({ kind: 'product', id: product.id }, product.title);
  return (
    <>
      <Photos images={product.images} />
      <Headline product={product} view={view} />
      {view.openGroups.length > 0 && <OpenGroups groups={view.openGroups} onEnd={onEnd} />}
      {product.description !== '' && (
        <View className="card card--padded">
          <Text className="card__title">{t('product.details')}</Text>
          <Text className="product__description" selectable userSelect>
            {product.description}
          </Text>
        </View>
      )}
      <View className="product__share">
        <ShareButton share={share} kind="line" block label={t('share.toFriend')} />
      </View>
    </>
  );
}

/** One product: pictures, both prices, groups to join, and the two ways to buy it. */
export default function ProductPage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const product = useCall('shop.product', { params: { id } }, { enabled: id !== '' });
  const [mode, setMode] = useState<BuyMode | null>(null);
  useLoad((query) => void land({ share: query.share }));
  useRefresh(product.refetch);

  function buy(next: BuyMode) {
    const skus = product.data?.skus ?? [];
    const only = skus.length === 1 ? proposedSku(skus, next) : null;
    if (only === null) {
      setMode(next);
    } else {
      goTo(paths.checkout({ mode: next, product: id, sku: only.id }));
    }
  }

  const { data } = product;
  return (
    <Page
      title={t('title.product')}
      bar={data !== undefined && <BuyBar view={productView(data, clock.now())} onBuy={buy} />}
    >
      <Boundary read={product} skeleton={<Skeleton kind="detail" />}>
        {(found) => <ProductContent product={found} onEnd={() => void product.refetch()} />}
      </Boundary>
      {mode !== null && data !== undefined && (
        <BuySheet product={data} mode={mode} onClose={() => setMode(null)} />
      )}
    </Page>
  );
}
