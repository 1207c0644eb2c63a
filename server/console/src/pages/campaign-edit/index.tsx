import { useParams, useSearchParams } from 'react-router';
import { useCall } from '../../api/queries';
import { PendingState } from '../../components/page-state';
import { idParam } from '../../components/list-url.model';
import { CampaignForm } from './campaign-form';

/** Makes a campaign, for the product named in the address if there is one. */
export function CampaignNewPage() {
  const [params] = useSearchParams();
  return <CampaignForm campaign={null} productId={idParam(params.get('product') ?? undefined)} />;
}

/** Shows and changes a campaign. */
export function CampaignEditPage() {
  const { id = '' } = useParams();
  const query = useCall('console.campaign', { params: { id } });
  if (query.data) {
    const { version, state, productId } = query.data;
    return <CampaignForm key={`${id}.${version}.${state}`} campaign={query.data} productId={productId} />;
  }
  return <PendingState query={query} />;
}
