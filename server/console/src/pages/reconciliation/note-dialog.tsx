import { useState } from 'react';
import { Form, Input, Modal } from 'antd';
import { REASON_MAX } from '@tuanlink/shared/limits';
import type { DifferenceReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { differenceText } from './model';

/** Closes a difference with what the operator found out about it. */
export function NoteDialog({
  difference,
  onClose,
}: {
  difference: DifferenceReply | null;
  onClose: () => void;
}) {
  const { t } = useText();
  const report = useReport();
  const [note, setNote] = useState('');
  const resolve = useCommand('console.difference.resolve', [
    'console.differences',
    'console.reconciliation',
    'console.reconciliation.day',
    'console.exceptions',
    'console.exceptions.counts',
  ]);
  const confirm = () => {
    if (difference === null) return;
    resolve.mutate(
      { params: { id: difference.id }, body: { note: note.trim() } },
      {
        onSuccess: () => {
          report.done('difference.resolved');
          onClose();
        },
        onError: report.failed,
      },
    );
  };
  return (
    <Modal
      open={difference !== null}
      title={difference === null ? '' : t(differenceText(difference.kind))}
      okText={t('difference.resolve')}
      okButtonProps={{ disabled: note.trim() === '', loading: resolve.isPending, 'data-testid': 'note-ok' }}
      onCancel={onClose}
      onOk={confirm}
      afterClose={() => setNote('')}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t('difference.note')} extra={t('difference.noteHint')} required>
          <Input.TextArea
            aria-label={t('difference.note')}
            value={note}
            rows={3}
            maxLength={REASON_MAX}
            showCount
            onChange={(event) => setNote(event.target.value)}
            data-testid="note-input"
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
