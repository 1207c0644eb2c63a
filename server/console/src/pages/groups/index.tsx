import { Button, Progress } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleGroupReply } from '@tuanlink/shared/replies';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { useCall } from '../../api/queries';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { shortId } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { SmallTable } from '../../components/small-table';
import { StateTag, stateKey } from '../../components/state-tag';
import { useDuration } from '../../components/use-duration';
import { useListUrl } from '../../components/use-list-url';
import { useText } from '../../i18n/use-text';
import type { Translate } from '../../i18n/text';
import { GroupDrawer } from './group-drawer';
import { fillLevel, groupStates, leftMs } from './model';

type Member = ConsoleGroupReply['members'][number];

function Fill({ group }: { group: ConsoleGroupReply }) {
  const { t } = useText();
  const { takenPercent, reservedPercent, missing } = fillLevel(group);
  return (
    <div style={{ minWidth: 150 }}>
      <Progress
        percent={reservedPercent}
        success={{ percent: takenPercent }}
        showInfo={false}
        size="small"
        aria-label={t('group.fill')}
      />
      <div className="num">
        {t('group.taken', { taken: group.takenCount, size: group.size })}
        <span className="soft">
          {group.heldCount > 0 && ` · ${t('group.held', { held: group.heldCount })}`}
          {missing > 0 && ` · ${t('group.missing', { missing })}`}
        </span>
      </div>
    </div>
  );
}

function Deadline({ group }: { group: ConsoleGroupReply }) {
  const { t } = useText();
  const duration = useDuration();
  const left = leftMs(group, new Date());
  return (
    <div>
      <Moment at={group.closesAt} />
      {left !== null && (
        <div className="soft num">
          {t('group.left', { duration: duration(Math.floor(left / MINUTE_MS)) })}
        </div>
      )}
    </div>
  );
}

function Members({ members }: { members: Member[] }) {
  const { t } = useText();
  return (
    <SmallTable
      label={t('group.member')}
      rows={members}
      keyOf={({ seatNo }) => String(seatNo)}
      emptyText={t('group.noMembers')}
      columns={[
        { title: t('group.seat'), dataIndex: 'seatNo', width: 80, className: 'num' },
        {
          title: t('group.member'),
          render: (_, member) => (
            <>
              {member.nickname ?? <span className="soft">{t('group.hidden')}</span>}
              {member.isLeader && <span className="soft"> · {t('group.leader')}</span>}
            </>
          ),
        },
        { title: t('group.joinedAt'), render: (_, member) => <Moment at={member.joinedAt} seconds /> },
      ]}
    />
  );
}

function columnsOf(t: Translate, open: (id: string) => void): TableColumnsType<ConsoleGroupReply> {
  return [
    {
      title: t('group.id'),
      render: (_, group) => (
        <span className="mono" title={group.id}>
          {shortId(group.id)}
        </span>
      ),
    },
    {
      title: t('group.campaign'),
      render: (_, group) => (
        <div>
          <Link to={`/campaigns/${group.campaignId}`}>{group.campaignTitle}</Link>
          <div className="soft">{group.productTitle}</div>
        </div>
      ),
    },
    {
      title: t('group.state'),
      render: (_, group) => (
        <>
          <StateTag kind="group" state={group.state} />
          {group.guaranteed && <div className="soft">{t('group.guaranteed')}</div>}
          {group.completedShort && <div className="soft">{t('group.completedShort')}</div>}
        </>
      ),
    },
    { title: t('group.fill'), render: (_, group) => <Fill group={group} /> },
    { title: t('group.closesAt'), render: (_, group) => <Deadline group={group} /> },
    { title: t('group.openedAt'), render: (_, group) => <Moment at={group.createdAt} /> },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, group) => (
        <div className="row actions">
          <Button size="small" onClick={() => open(group.id)} data-testid="group-open">
            {t('action.detail')}
          </Button>
          <Link to={`/orders?group=${group.id}`}>{t('group.orders')}</Link>
        </div>
      ),
    },
  ];
}

/** All groups, newest first, with their members. */
export function GroupsPage() {
  const { t } = useText();
  const url = useListUrl();
  const state = oneOf(url.get('state'), groupStates);
  const campaignId = idParam(url.get('campaign'));
  const query = useCall('console.groups', { query: { state, campaignId, ...url.page } }, { keep: true });
  return (
    <PageFrame title={t('menu.groups')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={groupStates}
        text={(value) => t(stateKey('group', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <TextFilter
        id
        label={t('group.byCampaign')}
        value={url.get('campaign')}
        onChange={(campaign) => url.filter({ campaign })}
      />
      <DataList
        query={query}
        columns={columnsOf(t, (id) => url.put('open', id))}
        url={url}
        filters={['state', 'campaign']}
        emptyText={t('group.empty')}
        label={t('menu.groups')}
        expandable={{ expandedRowRender: (group) => <Members members={group.members} /> }}
      />
      <GroupDrawer id={idParam(url.get('open'))} onClose={() => url.put('open', undefined)} />
    </PageFrame>
  );
}
