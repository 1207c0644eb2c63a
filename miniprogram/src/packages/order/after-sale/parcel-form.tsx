import { useState } from 'react';
import { Text, View } from '@tarojs/components';
import type { AfterSaleReply } from '@tuanlink/shared/replies';
import { Button } from '../../../components/button/button';
import { Field } from '../../../components/field/field';
import { useText } from '../../../hooks/use-text';
import { parcelLimits, parcelProblems, tidiedParcel } from './model';
import type { Parcel } from './model';

interface ParcelFormProps {
  afterSale: AfterSaleReply;
  busy: boolean;
  onSend: (parcel: Parcel) => void;
}

/** Carrier and number of the parcel that the goods come back in. */
export function ParcelForm({ afterSale, busy, onSend }: ParcelFormProps) {
  const t = useText();
  const { carrier, trackingNo } = afterSale;
  const [parcel, setParcel] = useState<Parcel>({ carrier: carrier ?? '', trackingNo: trackingNo ?? '' });
  const [strict, setStrict] = useState(false);
  const problems = strict ? parcelProblems(parcel) : {};
  const field = (name: keyof Parcel) => ({
    id: `parcel-${name}`,
    label: t(`afterSale.${name}`),
    placeholder: t(`afterSale.${name}.placeholder`),
    value: parcel[name],
    maxLength: parcelLimits[name],
    problem: problems[name] === undefined ? undefined : t(problems[name]),
    onChange: (value: string) => setParcel((before) => ({ ...before, [name]: value })),
  });

  function send() {
    setStrict(true);
    if (Object.keys(parcelProblems(parcel)).length === 0) {
      onSend(tidiedParcel(parcel));
    }
  }

  return (
    <View className="card">
      <Text className="after-sale__form-title">{t('afterSale.parcel')}</Text>
      <Field {...field('carrier')} />
      <Field {...field('trackingNo')} />
      <View className="after-sale__send">
        <Button kind="main" block id="parcel-send" busy={busy} onTap={send}>
          {t(trackingNo === null ? 'afterSale.send' : 'afterSale.sendAgain')}
        </Button>
      </View>
    </View>
  );
}
