import { Switch, Text, Textarea, View } from '@tarojs/components';
import { ORDER_NOTE_MAX } from '@tuanlink/shared/limits';
import type { AddressReply, QuoteReply, SkuReply } from '@tuanlink/shared/replies';
import { AddressCard } from '../../../components/address-card/address-card';
import { Amounts } from '../../../components/amounts/amounts';
import { Button } from '../../../components/button/button';
import { OrderLine } from '../../../components/order-line/order-line';
import { Price } from '../../../components/price/price';
import { ErrorState } from '../../../components/states/states';
import { Stepper } from '../../../components/stepper/stepper';
import type { Read } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { quantityMax, unitPriceFen } from './model';
import type { Choice, Source } from './model';
import type { SubmitStep } from './use-submit';

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

interface WhatProps {
  source: Source;
  sku: SkuReply;
  address: AddressReply | null;
  quantity: number;
  onQuantity: (quantity: number) => void;
}

/** Where to, what, and how many. */
export function What({ source, sku, address, quantity, onQuantity }: WhatProps) {
  const t = useText();
  return (
    <>
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
          quantity={quantity}
          unitPriceFen={unitPriceFen(source, sku)}
        />
        <View className="checkout__quantity">
          <Text>{t('checkout.quantity')}</Text>
          <Stepper value={quantity} max={quantityMax(sku)} onChange={onQuantity} />
        </View>
      </View>
    </>
  );
}

interface ExtrasProps {
  choice: Choice;
  inGroup: boolean;
  onChange: (part: Partial<Choice>) => void;
}

/** Whether to be shown in the group, and a note for the shop. */
export function Extras({ choice, inGroup, onChange }: ExtrasProps) {
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
            className="checkout__switch"
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
        maxlength={ORDER_NOTE_MAX}
        autoHeight
        placeholder={t('checkout.note')}
        onInput={(event) => onChange({ note: event.detail.value })}
      />
    </View>
  );
}

/** What it comes to; the amount is the server's. */
export function QuoteCard({ quote }: { quote: Read<QuoteReply> }) {
  const t = useText();
  return (
    <View className="card card--padded">
      {quote.data !== undefined && <Amounts {...quote.data} />}
      {quote.data === undefined && quote.error === null && (
        <Text className="checkout__counting">{t('checkout.counting')}</Text>
      )}
      {quote.data === undefined && quote.error !== null && (
        <ErrorState failure={quote.error} onRetry={() => void quote.refetch()} />
      )}
    </View>
  );
}

interface PayBarProps {
  /** Undefined while it is not known. */
  payFen: number | undefined;
  step: SubmitStep['name'];
  /** Whether it is known where to send it. */
  hasAddress: boolean;
  onPay: () => void;
}

/** The amount once more, and the one button. */
export function PayBar({ payFen, step, hasAddress, onPay }: PayBarProps) {
  const t = useText();
  return (
    <View className="page__bar checkout__bar">
      <View className="checkout__sum">
        <Text>{t('amount.total')}</Text>
        {payFen !== undefined && <Price amountFen={payFen} size="l" />}
      </View>
      <Button
        kind="main"
        size="l"
        id="submit"
        busy={step === 'placing' || step === 'paying'}
        disabled={payFen === undefined}
        onTap={hasAddress ? onPay : () => goTo(paths.address())}
      >
        {t(hasAddress ? SUBMIT_LABELS[step] : 'address.add')}
      </Button>
    </View>
  );
}
