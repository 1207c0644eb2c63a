import { Checkbox } from 'antd';
import type { ConsoleSkuReply } from '@tuanlink/shared/replies';
import { Amount } from '../../components/amount';
import { YuanInput } from '../../components/money-inputs';
import { useText } from '../../i18n/use-text';
import type { PriceFields } from './model';

interface PriceRowsProps {
  value?: PriceFields[];
  onChange?: (value: PriceFields[]) => void;
  skus: readonly ConsoleSkuReply[];
}

/** Which SKUs take part, and for how much. */
export function PriceRows({ value = [], onChange, skus }: PriceRowsProps) {
  const { t } = useText();
  if (skus.length === 0) return <span className="soft">{t('campaign.chooseFirst')}</span>;
  const change = (skuId: string, part: Partial<PriceFields>) =>
    onChange?.(value.map((row) => (row.skuId === skuId ? { ...row, ...part } : row)));
  return (
    <div className="price-rows">
      {skus.map((sku, index) => {
        const row = value.find(({ skuId }) => skuId === sku.id);
        return (
          <div key={sku.id} className="price-row">
            <Checkbox
              checked={row?.included ?? false}
              onChange={(event) => change(sku.id, { included: event.target.checked })}
            >
              {sku.name}
            </Checkbox>
            <span className="soft">
              {t('sku.price')} <Amount fen={sku.priceFen} />
            </span>
            <YuanInput
              label={t('campaign.priceOf', { sku: sku.name })}
              value={row?.price ?? ''}
              disabled={!row?.included}
              onChange={(price) => change(sku.id, { price })}
              testId={`campaign-price-${index}`}
            />
          </div>
        );
      })}
    </div>
  );
}
