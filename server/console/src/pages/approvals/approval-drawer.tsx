import type { ApprovalReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { StateTag } from '../../components/state-tag';
import { useText } from '../../i18n/use-text';
import { Decisions } from './decisions';
import type { Choose } from './decisions';
import { Payload } from './payloads';

function Summary({ approval }: { approval: ApprovalReply }) {
  const { t } = useText();
  const { state, requestedBy, requestedAt, decidedBy, decidedAt, decisionReason } = approval;
  return (
    <Facts
      items={[
        { label: t('approval.kind'), value: t(`approval.kind.${approval.kind}`) },
        { label: t('order.state'), value: <StateTag kind="approval" state={state} /> },
        { label: t('approval.requestedBy'), value: requestedBy.name },
        { label: t('approval.requestedAt'), value: <Moment at={requestedAt} seconds /> },
        { label: t('refund.reason'), value: <span className="break">{approval.reason}</span> },
        { label: t('approval.id'), value: <IdText id={approval.id} /> },
        { label: t('approval.decidedBy'), value: decidedBy?.name ?? '—' },
        { label: t('approval.decidedAt'), value: <Moment at={decidedAt} seconds /> },
        ...(decisionReason === null
          ? []
          : [
              { label: t('approval.decisionReason'), value: <span className="break">{decisionReason}</span> },
            ]),
      ]}
    />
  );
}

interface ApprovalDrawerProps {
  id: string | undefined;
  onClose: () => void;
  onChoose: Choose;
}

/** One thing that two people decide: who asked, for what exactly, and the decision. */
export function ApprovalDrawer({ id, onClose, onChoose }: ApprovalDrawerProps) {
  const { t } = useText();
  const query = useCall('console.approval', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const approval = query.data;
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('approval.detail')}
      extra={approval && <Decisions approval={approval} size="medium" onChoose={onChoose} />}
      onClose={onClose}
    >
      {approval ? (
        <>
          <Summary approval={approval} />
          <Section title={t('approval.what.happens')}>
            <Payload approval={approval} />
          </Section>
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
