import { useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { AddressReply } from '@tuanlink/shared/replies';
import { Boundary } from '../../../components/boundary/boundary';
import { Page } from '../../../components/page/page';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { EmptyState } from '../../../components/states/states';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import type { BuyMode } from '../../../platform/paths';
import { currentShareToken } from '../../../store/attribution';
import { usePickedAddress } from '../../../store/picked-address';
import { chosenAddress, orderBody, quoteBody } from './model';
import type { Choice, Source } from './model';
import { ChangedSheet, RefusedSheet, UnknownNotice } from './outcomes';
import { Extras, PayBar, QuoteCard, What } from './parts';
import { useSource } from './use-source';
import { useSubmit } from './use-submit';
import './index.scss';

interface CheckoutProps {
  source: Source;
  skuId: string;
  firstQuantity: number;
  addresses: AddressReply[];
}

function Checkout({ source, skuId, firstQuantity, addresses }: CheckoutProps) {
  const t = useText();
  const picked = usePickedAddress((state) => state.addressId);
  const address = chosenAddress(addresses, picked);
  const [own, setOwn] = useState({ quantity: firstQuantity, showFace: false, note: '' });
  const { step, submit, reset } = useSubmit();
  const sku = source.skus.find(({ id }) => id === skuId);
  const choice: Choice = { ...own, skuId, addressId: address?.id, shareToken: currentShareToken() };
  const quote = useCall('shop.quote', { body: quoteBody(source, choice) }, { enabled: sku !== undefined });
  const change = (part: Partial<Choice>) => setOwn((before) => ({ ...before, ...part }));
  const payFen = quote.data?.payFen;

  function pay(amountFen: number | undefined) {
    if (address !== null && amountFen !== undefined) {
      submit(orderBody(source, { ...choice, addressId: address.id }, amountFen));
    }
  }

  function back() {
    reset();
    void quote.refetch();
  }

  if (sku === undefined) {
    return <EmptyState title={t('checkout.gone')} />;
  }
  if (step.name === 'outside') {
    return <EmptyState icon="link" title={t('wechat.only')} hint={t('wechat.only.hint')} />;
  }
  const inGroup = source.campaignId !== undefined;
  const onQuantity = (quantity: number) => change({ quantity });
  return (
    <>
      <View className="checkout">
        <What source={source} sku={sku} address={address} quantity={own.quantity} onQuantity={onQuantity} />
        <Extras choice={choice} inGroup={inGroup} onChange={change} />
        <QuoteCard quote={quote} />
        {inGroup && <Text className="checkout__promise">{t('checkout.promise')}</Text>}
        {step.name === 'unknown' && <UnknownNotice failure={step.failure} />}
      </View>
      <PayBar payFen={payFen} step={step.name} hasAddress={address !== null} onPay={() => pay(payFen)} />
      {step.name === 'changed' && (
        <ChangedSheet
          before={payFen ?? 0}
          after={step.quote.payFen}
          onClose={back}
          onAccept={() => pay(step.quote.payFen)}
        />
      )}
      {step.name === 'refused' && <RefusedSheet failure={step.failure} source={source} onClose={back} />}
    </>
  );
}

/** Where to, what, how much, and one button that pays. */
export default function CheckoutPage() {
  const t = useText();
  const { mode = 'solo', product, group, sku = '', quantity = '1' } = useRouter().params;
  const source = useSource(mode as BuyMode, product, group);
  const addresses = useCall('shop.addresses', {});
  useRefresh(() => Promise.all([addresses.refetch(), source.refetch()]));
  return (
    <Page title={t('title.checkout')}>
      <Boundary read={addresses} skeleton={<Skeleton kind="rows" />}>
        {({ items }) => (
          <Boundary read={source} skeleton={<Skeleton kind="rows" />}>
            {(found) => (
              <Checkout
                source={found}
                skuId={sku}
                firstQuantity={Math.max(1, Number.parseInt(quantity, 10) || 1)}
                addresses={items}
              />
            )}
          </Boundary>
        )}
      </Boundary>
    </Page>
  );
}
