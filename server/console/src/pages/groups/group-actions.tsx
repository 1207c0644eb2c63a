import { useState } from 'react';
import { Button, Form, Modal } from 'antd';
import type { ConsoleGroupDetailReply } from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import type { ConsoleRoute } from '../../api/call';
import { useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { ReasonField, TypedConfirm } from '../../components/dialogs';
import { useReport } from '../../components/use-report';
import { WallClockPicker } from '../../components/wall-clock-picker';
import { useText } from '../../i18n/use-text';
import { fromWallClock } from '../campaign-edit/model';
import { decisionsFor } from './model';
import type { GroupDecision } from './model';

const refreshed: readonly ConsoleRoute[] = ['console.groups', 'console.group', 'console.orders'];

interface ExtendDialogProps {
  group: ConsoleGroupDetailReply;
  open: boolean;
  busy: boolean;
  onCancel: () => void;
  onConfirm: (closesAt: string, reason: string) => void;
}

/** Asks for a later deadline and the reason that the members will read. */
function ExtendDialog({ group, open, busy, onCancel, onConfirm }: ExtendDialogProps) {
  const { t } = useText();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const closesAt = fromWallClock(until);
  return (
    <Modal
      open={open}
      title={t('group.action.extend')}
      okText={t('group.action.extend')}
      okButtonProps={{
        disabled: closesAt === null || reason.trim() === '',
        loading: busy,
        'data-testid': 'group-extend-ok',
      }}
      onCancel={onCancel}
      onOk={() => closesAt !== null && onConfirm(closesAt, reason.trim())}
      afterClose={() => {
        setUntil('');
        setReason('');
      }}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <Form.Item
          label={t('group.newDeadline')}
          extra={t('group.latest', {
            now: formatTime(group.closesAt ?? ''),
            at: formatTime(group.closesAtMax ?? ''),
          })}
          required
        >
          <WallClockPicker value={until} onChange={setUntil} testId="group-extend-until" />
        </Form.Item>
        <ReasonField value={reason} onChange={setReason} />
      </Form>
    </Modal>
  );
}

function useDecisions(group: ConsoleGroupDetailReply, onEnd: () => void) {
  const report = useReport();
  const dissolve = useCommand('console.group.dissolve', refreshed);
  const complete = useCommand('console.group.complete', refreshed);
  const extend = useCommand('console.group.extend', refreshed);
  const params = { id: group.id };
  const ending = (decision: GroupDecision) => ({
    onSuccess: () => report.done(`group.done.${decision}`),
    onError: report.failed,
    onSettled: onEnd,
  });
  return {
    busy: dissolve.isPending || complete.isPending || extend.isPending,
    dissolve: (reason: string) => dissolve.mutate({ params, body: { reason } }, ending('dissolve')),
    complete: (reason: string) => complete.mutate({ params, body: { reason } }, ending('complete')),
    extend: (closesAt: string, reason: string) =>
      extend.mutate({ params, body: { closesAt, reason } }, ending('extend')),
  };
}

/** Buttons for what may be decided about a group now; ending one asks for a typed word. */
export function GroupActions({ group }: { group: ConsoleGroupDetailReply }) {
  const { t } = useText();
  const may = useMay();
  const [open, setOpen] = useState<GroupDecision | null>(null);
  const close = () => setOpen(null);
  const decide = useDecisions(group, close);
  const typed = (decision: 'dissolve' | 'complete') => (
    <TypedConfirm
      open={open === decision}
      title={t(`group.action.${decision}`)}
      word={t(`group.action.${decision}`)}
      okText={t(`group.action.${decision}`)}
      busy={decide.busy}
      withReason
      onCancel={close}
      onConfirm={decide[decision]}
    >
      {t(`group.effect.${decision}`, { taken: group.takenCount, held: group.heldCount })}
    </TypedConfirm>
  );
  return (
    <div className="row actions">
      {decisionsFor(group, new Date())
        .filter((decision) => may(`console.group.${decision}`))
        .map((decision) => (
          <Button
            key={decision}
            danger={decision === 'dissolve'}
            onClick={() => setOpen(decision)}
            data-testid={`group-${decision}`}
          >
            {t(`group.action.${decision}`)}
          </Button>
        ))}
      <ExtendDialog
        group={group}
        open={open === 'extend'}
        busy={decide.busy}
        onCancel={close}
        onConfirm={decide.extend}
      />
      {typed('complete')}
      {typed('dissolve')}
    </div>
  );
}
