import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import { campaignTransitions, statesOf } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount, Rate } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { useDuration } from '../../components/use-duration';
import { CampaignActions } from './campaign-actions';

const states = statesOf(campaignTransitions);

function Rules({ campaign }: { campaign: ConsoleCampaignReply }) {
  const { t } = useText();
  const duration = useDuration();
  return (
    <div className="num">
      {t('campaign.sizeShort', { size: campaign.size })}
      <div className="soft">{duration(campaign.windowMinutes)}</div>
      {campaign.guaranteed && <div className="soft">{t('campaign.guaranteed')}</div>}
    </div>
  );
}

function GroupCounts({ campaign }: { campaign: ConsoleCampaignReply }) {
  const { t } = useText();
  const { opening, forming, succeeded, failed } = campaign.groupCounts;
  return (
    <Link to={`/groups?campaign=${campaign.id}`} className="num">
      {t('campaign.groupCounts', { forming: forming + opening, succeeded, failed })}
    </Link>
  );
}

function lowestFen(campaign: ConsoleCampaignReply): number | null {
  return campaign.prices.length === 0 ? null : Math.min(...campaign.prices.map(({ priceFen }) => priceFen));
}

function columnsOf(t: Translate): TableColumnsType<ConsoleCampaignReply> {
  return [
    {
      title: t('campaign.title'),
      render: (_, campaign) => (
        <div>
          <Link to={`/campaigns/${campaign.id}`}>{campaign.title}</Link>
          <div className="soft">{campaign.productTitle}</div>
        </div>
      ),
    },
    {
      title: t('campaign.state'),
      render: (_, campaign) => <StateTag kind="campaign" state={campaign.state} />,
    },
    { title: t('campaign.rules'), render: (_, campaign) => <Rules campaign={campaign} /> },
    {
      title: t('campaign.fromPrice'),
      align: 'right',
      render: (_, campaign) => <Amount fen={lowestFen(campaign)} />,
    },
    {
      title: t('campaign.commission'),
      align: 'right',
      render: (_, campaign) => <Rate bp={campaign.commission.rateBp} />,
    },
    {
      title: t('campaign.period'),
      render: (_, campaign) => (
        <div>
          <Moment at={campaign.startsAt} />
          <div>
            <Moment at={campaign.endsAt} />
          </div>
        </div>
      ),
    },
    { title: t('campaign.groups'), render: (_, campaign) => <GroupCounts campaign={campaign} /> },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, campaign) => <CampaignActions campaign={campaign} small />,
    },
  ];
}

/** All campaigns, newest first, with what can be done with each. */
export function CampaignsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const state = oneOf(url.get('state'), states);
  const productId = idParam(url.get('product'));
  const query = useCall('console.campaigns', { query: { state, productId, ...url.page } }, { keep: true });
  const tools = (
    <>
      {may('console.campaign.create') && (
        <Link to="/campaigns/new">
          <Button type="primary" icon={<PlusOutlined />} data-testid="campaign-new">
            {t('campaign.new')}
          </Button>
        </Link>
      )}
      <RefreshButton query={query} />
    </>
  );
  return (
    <PageFrame title={t('menu.campaigns')} tools={tools}>
      <StateTabs
        value={state}
        states={states}
        text={(value) => t(stateKey('campaign', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <TextFilter
        id
        label={t('campaign.byProduct')}
        value={url.get('product')}
        onChange={(product) => url.filter({ product })}
      />
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['state', 'product']}
        emptyText={t('campaign.empty')}
        label={t('menu.campaigns')}
      />
    </PageFrame>
  );
}
