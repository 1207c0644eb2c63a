import { useCall } from '../../../hooks/use-call';
import type { Read } from '../../../hooks/use-call';
import type { BuyMode } from '../../../platform/paths';
import { sourceOfGroup, sourceOfProduct } from './model';
import type { Source } from './model';

/** Reads what the purchase is made from: the group when joining, else the product. */
export function useSource(mode: BuyMode, productId = '', groupId = ''): Read<Source> {
  const joining = mode === 'join';
  const group = useCall('shop.group', { params: { id: groupId } }, { enabled: joining && groupId !== '' });
  const product = useCall(
    'shop.product',
    { params: { id: productId } },
    { enabled: !joining && productId !== '' },
  );
  const read = joining ? group : product;
  const data = joining
    ? group.data && sourceOfGroup(group.data)
    : product.data && sourceOfProduct(product.data, mode);
  return {
    data,
    error: read.error,
    isPending: read.isPending,
    isFetching: read.isFetching,
    dataUpdatedAt: read.dataUpdatedAt,
    refetch: read.refetch,
  };
}
