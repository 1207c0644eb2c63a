import { useState } from 'react';
import { useRouter } from '@tarojs/taro';
import { Switch, Text, Textarea, View } from '@tarojs/components';
import type { AddressReply } from '@tuanlink/shared/replies';
import { AddressCard } from '../../../components/address-card/address-card';
import { Amounts } from '../../../components/amounts/amounts';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { OrderLine } from '../../../components/order-line/order-line';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { EmptyState, ErrorState } from '../../../components/states/states';
import { Stepper } from '../../../components/stepper/stepper';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import type { BuyMode } from '../../../platform/paths';
import { currentShareToken } from '../../../store/attribution';
import { usePickedAddress } from '../../../store/picked-address';
import { chosenAddress, orderBody, quantityMax, quoteBody, unitPriceFen } from './model';
import type { Choice, Source } from './model';
import { ChangedSheet, RefusedSheet, UnknownNotice } from './outcomes';
import { useSource } from './use-source';
import { useSubmit } from './use-submit';
import './index.scss';

const NOTE_MAX = 200;

/** What the button says at each step. */
const SUBMIT_LABELS = {
  idle: 'checkout.submit',
  refused: 'checkout.submit',
  changed: 'checkout.submit',
  outside: 'checkout.submit',
  placing: 'checkout.placing',
  paying: 'checkout.paying',
  unknown: 'checkout.again',
} as const;

interface CheckoutProps {
  source: Source;
  skuId: string;
  firstQuantity: number;
  addresses: AddressReply[];
}

interface ExtrasProps {
  choice: Choice;
  inGroup: boolean;
  onChange: (part: Partial<Choice>) => void;
}

function Extras({ choice, inGroup, onChange }: ExtrasProps) {
  const t = useText();
  return (
    <View className="card">
      {inGroup && (
        <View className="checkout__face">
          <View className="checkout__face-text">
            <Text className="checkout__face-label">{t('checkout.showFace')}</Text>
            <Text className="checkout__face-hint">{t('checkout.showFaceHint')}</Text>
          </View>
          <Switch
            color="#d4231a"
            checked={choice.showFace}
            onChange={(event) => onChange({ showFace: event.detail.value })}
          />
        </View>
      )}
      <Textarea
        className="checkout__note"
        placeholderClass="checkout__placeholder"
        value={choice.note}
        maxlength={NOTE_MAX}
        autoHeight
        placeholder={t('checkout.note')}
        onInput={(event) => onChange({ note: event.detail.value })}
      />
    </View>
  );
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
  if (sku === undefined) {
    return <EmptyState title={t('checkout.gone')} />;
  }
  const send = (payFen: number) => {
    if (address !== null) {
      submit(orderBody(source, { ...choice, addressId: address.id }, payFen));
    }
  };
  const busy = step.name === 'placing' || step.name === 'paying';
  const payFen = quote.data?.payFen;
  if (step.name === 'outside') {
    return <EmptyState icon="link" title={t('wechat.only')} hint={t('wechat.only.hint')} />;
  }
  return (
    <>
      <View className="checkout">
        <View className="card">
          <AddressCard
            address={address}
            isDefault={address?.isDefault}
            onTap={() => goTo(address === null ? paths.address() : paths.addresses(true))}
          />
        </View>
        <View className="card card--padded">
          <OrderLine
            image={source.image}
            title={source.title}
            skuName={sku.name}
            quantity={choice.quantity}
            unitPriceFen={unitPriceFen(source, sku)}
          />
          <View className="checkout__quantity">
            <Text>{t('checkout.quantity')}</Text>
            <Stepper
              value={choice.quantity}
              max={quantityMax(sku)}
              onChange={(quantity) => setOwn({ ...own, quantity })}
            />
          </View>
        </View>
        <Extras
          choice={choice}
          inGroup={source.campaignId !== undefined}
          onChange={(part) => setOwn({ ...own, ...part })}
        />
        <View className="card card--padded">
          {quote.data !== undefined && <Amounts {...quote.data} />}
          {quote.data === undefined && quote.error === null && (
            <Text className="checkout__counting">{t('checkout.counting')}</Text>
          )}
          {quote.data === undefined && quote.error !== null && (
            <ErrorState failure={quote.error} onRetry={() => void quote.refetch()} />
          )}
        </View>
        {source.campaignId !== undefined && (
          <Text className="checkout__promise">{t('checkout.promise')}</Text>
        )}
        {step.name === 'unknown' && <UnknownNotice failure={step.failure} />}
      </View>
      <View className="page__bar checkout__bar">
        <View className="checkout__sum">
          <Text>{t('amount.total')}</Text>
          {payFen !== undefined && <Price amountFen={payFen} size="l" />}
        </View>
        <Button
          kind="main"
          size="l"
          id="submit"
          busy={busy}
          disabled={payFen === undefined || address === null}
          onTap={() => payFen !== undefined && send(payFen)}
        >
          {t(SUBMIT_LABELS[step.name])}
        </Button>
      </View>
      {step.name === 'changed' && (
        <ChangedSheet
          before={payFen ?? 0}
          after={step.quote.payFen}
          onClose={() => {
            reset();
            void quote.refetch();
          }}
          onAccept={() => send(step.quote.payFen)}
        />
      )}
      {step.name === 'refused' && <RefusedSheet failure={step.failure} source={source} onClose={reset} />}
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
