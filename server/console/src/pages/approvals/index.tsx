import { useState } from 'react';
import type { TableColumnsType } from 'antd';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import { approvalKinds, approvalTransitions, statesOf } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { ChoiceFilter, StateTabs } from '../../components/filters';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { ApprovalDrawer } from './approval-drawer';
import { DecisionDialog } from './decision-dialog';
import type { ApprovalDecision } from './decision-dialog';
import { Decisions } from './decisions';
import type { Choose } from './decisions';
import { Payload } from './payloads';

const states = statesOf(approvalTransitions);

function columnsOf(t: Translate, onChoose: Choose): TableColumnsType<ApprovalReply> {
  return [
    { title: t('approval.kind'), render: (_, row) => t(`approval.kind.${row.kind}`) },
    {
      title: t('approval.requestedBy'),
      render: (_, row) => (
        <div>
          {row.requestedBy.name}
          <div>
            <Moment at={row.requestedAt} />
          </div>
        </div>
      ),
    },
    { title: t('refund.reason'), render: (_, row) => <div className="words">{row.reason}</div> },
    { title: t('order.state'), render: (_, row) => <StateTag kind="approval" state={row.state} /> },
    {
      title: t('approval.decidedBy'),
      render: (_, row) => (
        <div className="words">
          {row.decidedBy && <div>{row.decidedBy.name}</div>}
          <Moment at={row.decidedAt} />
          {row.decisionReason !== null && <div className="soft">{row.decisionReason}</div>}
        </div>
      ),
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, row) => <Decisions approval={row} onChoose={onChoose} />,
    },
  ];
}

/** Money actions that wait for a second person, and those that were decided. */
export function ApprovalsPage() {
  const { t } = useText();
  const url = useListUrl();
  const [pending, setPending] = useState<{ approval: ApprovalReply; decision: ApprovalDecision } | null>(
    null,
  );
  const state = oneOf(url.get('state'), states);
  const kind = oneOf(url.get('kind'), approvalKinds);
  const query = useCall('console.approvals', { query: { state, kind, ...url.page } }, { keep: true });
  const choose: Choose = (approval, decision) => setPending({ approval, decision });
  const kinds = approvalKinds.map((value) => ({ value, label: t(`approval.kind.${value}`) }));
  return (
    <PageFrame title={t('menu.approvals')} tools={<RefreshButton query={query} />}>
      <p className="soft">{t('approval.what')}</p>
      <StateTabs
        value={state}
        states={states}
        text={(value) => t(stateKey('approval', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <ChoiceFilter
          label={t('approval.kind')}
          value={kind}
          options={kinds}
          onChange={(value) => url.filter({ kind: value })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t, choose)}
        url={url}
        filters={['state', 'kind']}
        emptyText={t('approval.empty')}
        label={t('menu.approvals')}
        expandable={{
          expandedRowRender: (row) => <Payload approval={row} />,
          defaultExpandAllRows: false,
        }}
      />
      <ApprovalDrawer
        id={idParam(url.get('approval'))}
        onClose={() => url.put('approval', undefined)}
        onChoose={choose}
      />
      <DecisionDialog pending={pending} onClose={() => setPending(null)} />
    </PageFrame>
  );
}
