import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import { useText } from '../i18n/use-text';
import type { TextKey, TextParams } from '../i18n/text';
import { pendingApproval } from '../api/failure';

/** Seconds a failure stays on screen, and one with something to follow. */
const FAILED_SECONDS = 5;
const LINKED_SECONDS = 12;

/** Tells the operator how a command ended. */
export function useReport() {
  const { message } = App.useApp();
  const { t, errorText } = useText();
  const navigate = useNavigate();
  /** Says that the same waits already, and leads to it. */
  const waiting = (text: string, approvalId: string) => {
    const follow = () => {
      message.destroy(approvalId);
      void navigate(`/approvals?approval=${approvalId}`);
    };
    const content = (
      <span>
        {text}
        <Button type="link" size="small" onClick={follow} data-testid="approval-pending">
          {t('approval.open')}
        </Button>
      </span>
    );
    void message.error({ key: approvalId, content, duration: LINKED_SECONDS });
  };
  return {
    done: (key: TextKey, params?: TextParams) => void message.success(t(key, params)),
    failed: (error: unknown) => {
      const approvalId = pendingApproval(error);
      if (approvalId === null) void message.error(errorText(error), FAILED_SECONDS);
      else waiting(errorText(error), approvalId);
    },
  };
}
