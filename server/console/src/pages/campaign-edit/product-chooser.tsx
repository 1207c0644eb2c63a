import { useState } from 'react';
import { Select } from 'antd';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { stateKey } from '../../components/state-tag';
import { useText } from '../../i18n/use-text';

interface ProductChooserProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  disabled: boolean;
  /** The product that is chosen, which need not be on the first page of products. */
  chosen: ConsoleProductReply | undefined;
}

/** Finds a product by its title. */
export function ProductChooser({ id, value, onChange, disabled, chosen }: ProductChooserProps) {
  const { t } = useText();
  const [search, setSearch] = useState('');
  const wanted = search.trim().slice(0, 50);
  const query = useCall(
    'console.products',
    { query: { limit: 50, ...(wanted === '' ? {} : { search: wanted }) } },
    { keep: true, enabled: !disabled },
  );
  const found = query.data?.items ?? [];
  const products = chosen && !found.some((product) => product.id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      id={id}
      {...(disabled ? { disabled } : {})}
      value={value}
      onChange={onChange}
      placeholder={t('campaign.chooseProduct')}
      loading={query.isFetching}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      options={products.map((product) => ({
        value: product.id,
        label: `${product.title} · ${t(stateKey('product', product.status))}`,
      }))}
      data-testid="campaign-product"
    />
  );
}
