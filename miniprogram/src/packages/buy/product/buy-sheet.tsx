import { useState } from 'react';
import type { ProductReply } from '@tuanlink/shared/replies';
import { Button } from '../../../components/button/button';
import { Sheet } from '../../../components/sheet/sheet';
import { SkuPicker } from '../../../components/sku-picker/sku-picker';
import { useText } from '../../../hooks/use-text';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import type { BuyMode } from '../../../platform/paths';
import { proposedSku } from './model';

interface BuySheetProps {
  product: ProductReply;
  mode: BuyMode;
  onClose: () => void;
}

/** Chooses which of several SKUs is bought. */
export function BuySheet({ product, mode, onClose }: BuySheetProps) {
  const t = useText();
  const [skuId, setSkuId] = useState(proposedSku(product.skus, mode)?.id ?? '');
  function go() {
    onClose();
    goTo(paths.checkout({ mode, product: product.id, sku: skuId }));
  }
  return (
    <Sheet
      title={t('sku.choose')}
      onClose={onClose}
      actions={
        <Button kind="main" size="l" id="sku-go" disabled={skuId === ''} onTap={go}>
          {t(mode === 'open' ? 'product.openGroup' : 'product.buyAlone')}
        </Button>
      }
    >
      <SkuPicker skus={product.skus} selectedId={skuId} inGroup={mode === 'open'} onSelect={setSkuId} />
    </Sheet>
  );
}
