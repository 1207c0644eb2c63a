import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber } from 'antd';
import { SKUS_MAX, SKU_CODE_MAX, SKU_NAME_MAX, STOCK_MAX } from '@tuanlink/shared/limits';
import type { ConsoleSkuReply } from '@tuanlink/shared/replies';
import { readAmount } from '../../components/figures.model';
import { YuanInput } from '../../components/money-inputs';
import { useText } from '../../i18n/use-text';
import { newSku } from './model';
import type { SkuFields } from './model';
import './product-edit.css';

function useRules() {
  const { t } = useText();
  const amount = (minFen: number, optional: boolean) => ({
    validator: (_: unknown, text: string | undefined) => {
      const blank = (text ?? '').trim() === '';
      const good = blank ? optional : readAmount(text ?? '', minFen) !== null;
      return good ? Promise.resolve() : Promise.reject(new Error(t('form.badAmount')));
    },
  });
  const required = { required: true, message: t('form.required') };
  return { amount, required };
}

interface SkuRowProps {
  index: number;
  held: number;
  onRemove: (() => void) | null;
}

function SkuRow({ index, held, onRemove }: SkuRowProps) {
  const { t } = useText();
  const { amount, required } = useRules();
  return (
    <div className="sku-row" role="group" aria-label={t('sku.number', { number: index + 1 })}>
      <Form.Item name={[index, 'id']} hidden>
        <Input />
      </Form.Item>
      <Form.Item
        className="sku-name"
        name={[index, 'name']}
        label={t('sku.name')}
        rules={[{ ...required, whitespace: true }]}
      >
        <Input maxLength={SKU_NAME_MAX} data-testid={`sku-name-${index}`} />
      </Form.Item>
      <Form.Item name={[index, 'price']} label={t('sku.price')} required rules={[amount(1, false)]}>
        <YuanInput testId={`sku-price-${index}`} />
      </Form.Item>
      <Form.Item name={[index, 'cost']} label={t('sku.cost')} rules={[amount(0, true)]}>
        <YuanInput testId={`sku-cost-${index}`} />
      </Form.Item>
      <Form.Item
        name={[index, 'stock']}
        label={t('sku.stock')}
        rules={[required]}
        {...(held > 0 ? { extra: t('product.heldStock', { count: held }) } : {})}
      >
        <InputNumber
          min={0}
          max={STOCK_MAX}
          precision={0}
          style={{ width: '100%' }}
          data-testid={`sku-stock-${index}`}
        />
      </Form.Item>
      <Form.Item name={[index, 'code']} label={t('sku.code')}>
        <Input maxLength={SKU_CODE_MAX} data-testid={`sku-code-${index}`} />
      </Form.Item>
      <Button
        className="sku-remove"
        type="text"
        danger
        icon={<DeleteOutlined />}
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
        aria-label={t('sku.remove', { number: index + 1 })}
      />
    </div>
  );
}

/** The SKUs of a product as rows of fields; `held` are those known, with pieces that unpaid orders hold. */
export function SkuRows({ held }: { held: readonly ConsoleSkuReply[] }) {
  const { t } = useText();
  const skus = Form.useWatch<SkuFields[] | undefined>('skus') ?? [];
  return (
    <Form.List name="skus">
      {(rows, { add, remove }) => (
        <div className="stack">
          {rows.map(({ key, name }) => (
            <SkuRow
              key={key}
              index={name}
              held={held.find(({ id }) => id === skus[name]?.id)?.heldStock ?? 0}
              onRemove={rows.length > 1 ? () => remove(name) : null}
            />
          ))}
          <Button
            type="dashed"
            icon={<PlusOutlined />}
            disabled={rows.length >= SKUS_MAX}
            onClick={() => add(newSku())}
            data-testid="sku-add"
          >
            {t('sku.add')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}
