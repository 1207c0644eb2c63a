import { Card, Form, Input, InputNumber, Progress, Switch } from 'antd';
import { GROUP_SIZE_MAX, GROUP_SIZE_MIN, PER_USER_MAX, TITLE_MAX } from '@tuanlink/shared/limits';
import { formatFen, proportionFen } from '@tuanlink/shared/money';
import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { readAmount, readRate } from '../../components/figures.model';
import { PercentInput, YuanInput } from '../../components/money-inputs';
import { useDuration } from '../../components/use-duration';
import { WallClockPicker } from '../../components/wall-clock-picker';
import { useText } from '../../i18n/use-text';
import { fromWallClock, pricesAboveSolo } from './model';
import type { PriceFields } from './model';
import { PriceRows } from './price-rows';
import { ProductChooser } from './product-chooser';
import { WindowInput } from './window-input';

function fails(message: string): Promise<never> {
  return Promise.reject(new Error(message));
}

/** Step 1: what is sold, under which title and at which prices. */
export function ProductPart({
  isNew,
  product,
}: {
  isNew: boolean;
  product: ConsoleProductReply | undefined;
}) {
  const { t } = useText();
  const required = { required: true, message: t('form.required') };
  const checkPrices = (_: unknown, prices: PriceFields[] | undefined) => {
    const chosen = (prices ?? []).filter(({ included }) => included);
    if (chosen.length === 0) return fails(t('campaign.noSku'));
    if (chosen.some(({ price }) => readAmount(price, 1) === null)) return fails(t('form.badAmount'));
    const tooHigh = pricesAboveSolo(product?.skus ?? [], chosen);
    return tooHigh.length === 0 ? Promise.resolve() : fails(t('campaign.priceTooHigh'));
  };
  return (
    <Card title={t('campaign.part.product')}>
      <Form.Item name="productId" label={t('campaign.product')} rules={[required]}>
        <ProductChooser disabled={!isNew} chosen={product} />
      </Form.Item>
      <Form.Item name="title" label={t('campaign.title')} rules={[{ ...required, whitespace: true }]}>
        <Input maxLength={TITLE_MAX} showCount data-testid="campaign-title" />
      </Form.Item>
      <Form.Item
        name="prices"
        label={t('campaign.prices')}
        required
        rules={[{ validator: checkPrices }]}
        validateTrigger={['onSubmit']}
      >
        <PriceRows skus={product?.skus ?? []} />
      </Form.Item>
    </Card>
  );
}

/** Whether groups succeed at their deadline with whoever has paid. */
function GuaranteeField() {
  const { t } = useText();
  return (
    <Form.Item
      name="guaranteed"
      label={t('campaign.guaranteed')}
      extra={t('campaign.guaranteedHint')}
      valuePropName="checked"
    >
      <Switch data-testid="campaign-guaranteed" />
    </Form.Item>
  );
}

/** Step 2: how a group becomes one. */
export function RulesPart({ hasStarted }: { hasStarted: boolean }) {
  const { t } = useText();
  const duration = useDuration();
  const windowMinutes = Form.useWatch<number | null | undefined>('windowMinutes');
  const required = { required: true, message: t('form.required') };
  return (
    <Card title={t('campaign.part.rules')}>
      <div className="campaign-fields">
        <Form.Item name="size" label={t('campaign.size')} rules={[required]}>
          <InputNumber
            min={GROUP_SIZE_MIN}
            max={GROUP_SIZE_MAX}
            precision={0}
            suffix={t('campaign.people')}
            data-testid="campaign-size"
          />
        </Form.Item>
        <Form.Item
          name="windowMinutes"
          label={t('campaign.window')}
          rules={[required]}
          extra={windowMinutes ? t('campaign.windowHint', { duration: duration(windowMinutes) }) : undefined}
        >
          <WindowInput />
        </Form.Item>
        <Form.Item
          name="startsAt"
          label={t('campaign.startsAt')}
          rules={[required]}
          extra={t(hasStarted ? 'campaign.startFixed' : 'campaign.startsHint')}
        >
          <WallClockPicker testId="campaign-starts" disabled={hasStarted} />
        </Form.Item>
        <Form.Item
          name="endsAt"
          label={t('campaign.endsAt')}
          dependencies={['startsAt']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: (_, endsAt: string) => {
                const start = fromWallClock(getFieldValue('startsAt') as string);
                const end = fromWallClock(endsAt);
                return !start || !end || start < end
                  ? Promise.resolve()
                  : fails(t('campaign.endBeforeStart'));
              },
            }),
          ]}
        >
          <WallClockPicker testId="campaign-ends" />
        </Form.Item>
        <Form.Item name="perUserLimit" label={t('campaign.perUserLimit')} extra={t('campaign.perUserHint')}>
          <InputNumber min={1} max={PER_USER_MAX} precision={0} data-testid="campaign-limit" />
        </Form.Item>
        <GuaranteeField />
      </div>
    </Card>
  );
}

/** What a budget does, and how much of it is used. */
function BudgetHint({ commission }: { commission: ConsoleCampaignReply['commission'] | undefined }) {
  const { t } = useText();
  const { budgetFen, reservedFen = 0 } = commission ?? {};
  if (budgetFen === undefined) return t('campaign.budgetHint');
  const left = formatFen(budgetFen - reservedFen);
  return (
    <>
      <Progress percent={proportionFen(100, reservedFen, budgetFen)} size="small" />
      {t('campaign.budgetUsed', { used: formatFen(reservedFen), left })}
    </>
  );
}

/** Step 3: what a distributor earns. */
export function CommissionPart({
  commission,
}: {
  /** As it stands; absent for a new campaign. */
  commission: ConsoleCampaignReply['commission'] | undefined;
}) {
  const { t } = useText();
  return (
    <Card title={t('campaign.part.commission')}>
      <Form.Item
        name="rate"
        label={t('campaign.commission')}
        required
        extra={t('campaign.commissionHint')}
        rules={[
          {
            validator: (_, text: string | undefined) =>
              readRate(text ?? '') === null ? fails(t('form.badRate')) : Promise.resolve(),
          },
        ]}
      >
        <PercentInput testId="campaign-rate" />
      </Form.Item>
      <Form.Item
        name="newBuyerRate"
        label={t('campaign.newBuyerRate')}
        extra={t('campaign.newBuyerHint')}
        rules={[
          {
            validator: (_, text: string | undefined) =>
              (text ?? '').trim() !== '' && readRate(text ?? '') === null
                ? fails(t('form.badRate'))
                : Promise.resolve(),
          },
        ]}
      >
        <PercentInput testId="campaign-new-buyer-rate" />
      </Form.Item>
      <Form.Item
        name="budget"
        label={t('campaign.budget')}
        extra={<BudgetHint commission={commission} />}
        rules={[
          {
            validator: (_, text: string | undefined) =>
              (text ?? '').trim() !== '' && readAmount(text ?? '', 1) === null
                ? fails(t('form.badAmount'))
                : Promise.resolve(),
          },
        ]}
      >
        <YuanInput testId="campaign-budget" />
      </Form.Item>
    </Card>
  );
}
