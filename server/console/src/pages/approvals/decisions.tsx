import { Button, Tag } from 'antd';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import { useMay, useSession } from '../../app/session';
import { useText } from '../../i18n/use-text';
import type { ApprovalDecision } from './decision-dialog';
import { decisionsFor } from './model';

/** Begins a decision about an approval. */
export type Choose = (approval: ApprovalReply, decision: ApprovalDecision) => void;

interface DecisionsProps {
  approval: ApprovalReply;
  size?: 'small' | 'medium';
  onChoose: Choose;
}

/** What the reader may decide about an approval. */
export function Decisions({ approval, size = 'small', onChoose }: DecisionsProps) {
  const { t } = useText();
  const mayDecide = useMay()('console.approval.approve');
  const { operator } = useSession();
  const own = approval.state === 'pending' && approval.requestedBy.id === operator.id;
  return (
    <div className="row actions-narrow">
      {own && <Tag>{t('approval.needsOther')}</Tag>}
      {decisionsFor(approval, operator.id, mayDecide).map((decision) => (
        <Button
          key={decision}
          size={size}
          type={decision === 'approve' ? 'primary' : 'default'}
          danger={decision === 'reject'}
          onClick={() => onChoose(approval, decision)}
          data-testid={`approval-${decision}`}
        >
          {t(`approval.action.${decision}`)}
        </Button>
      ))}
    </div>
  );
}
