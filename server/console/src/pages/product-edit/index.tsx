import { useParams } from 'react-router';
import { useCall } from '../../api/queries';
import { PendingState } from '../../components/page-state';
import { ProductForm } from './product-form';

/** Makes a product. */
export function ProductNewPage() {
  return <ProductForm product={null} />;
}

/** Changes a product. */
export function ProductEditPage() {
  const { id = '' } = useParams();
  const query = useCall('console.product', { params: { id } });
  if (query.data) {
    // A new version starts the form afresh; the same version keeps what is being typed.
    return <ProductForm key={`${id}.${query.data.version}`} product={query.data} />;
  }
  return <PendingState query={query} />;
}
