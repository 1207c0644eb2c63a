import { useState } from 'react';
import type { ReactNode } from 'react';
import { Alert, Form, Input, Modal } from 'antd';
import { REASON_MAX } from '@tuanlink/shared/limits';
import { useText } from '../i18n/use-text';

interface TypedConfirmProps {
  open: boolean;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** What has to be typed before the button works. */
  word: string;
  okText: string;
  busy: boolean;
  /** Asks for a reason too, which is shown to the person concerned. */
  withReason?: boolean;
  /** What else is asked, and whether that is complete. */
  fields?: { form: ReactNode; ready: boolean };
  onCancel: () => void;
  onConfirm: (reason: string) => void;
}

/** Asks to type a word before something that cannot be taken back or that moves money. */
export function TypedConfirm(props: TypedConfirmProps) {
  const { t } = useText();
  const {
    open,
    title,
    children,
    word,
    okText,
    busy,
    withReason = false,
    fields,
    onCancel,
    onConfirm,
  } = props;
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const complete = (!withReason || reason.trim() !== '') && fields?.ready !== false;
  const ready = typed.trim() === word && complete;
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      okButtonProps={{ danger: true, disabled: !ready, loading: busy, 'data-testid': 'typed-confirm-ok' }}
      cancelButtonProps={{ disabled: busy }}
      onCancel={onCancel}
      onOk={() => onConfirm(reason.trim())}
      afterClose={() => {
        setTyped('');
        setReason('');
      }}
      destroyOnHidden
    >
      <div className="stack">
        <Alert type="warning" showIcon title={children} />
        <Form layout="vertical" component="div">
          {fields?.form}
          {withReason && <ReasonField value={reason} onChange={setReason} />}
          <Form.Item label={t('confirm.type', { word })} style={{ marginBottom: 0 }}>
            <Input
              aria-label={t('confirm.type', { word })}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              data-testid="typed-confirm-input"
            />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}

/** A reason that the person concerned will read. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useText();
  return (
    <Form.Item label={t('confirm.reason')} extra={t('confirm.reasonShown')} required>
      <Input.TextArea
        aria-label={t('confirm.reason')}
        value={value}
        rows={3}
        maxLength={REASON_MAX}
        showCount
        onChange={(event) => onChange(event.target.value)}
        data-testid="reason-input"
      />
    </Form.Item>
  );
}

interface ReasonDialogProps {
  open: boolean;
  title: string;
  okText: string;
  busy: boolean;
  onCancel: () => void;
  onConfirm: (reason: string) => void;
}

/** Asks for a reason that the person concerned will read. */
export function ReasonDialog({ open, title, okText, busy, onCancel, onConfirm }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '';
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      okButtonProps={{ danger: true, disabled: !ready, loading: busy, 'data-testid': 'reason-ok' }}
      onCancel={onCancel}
      onOk={() => onConfirm(reason.trim())}
      afterClose={() => setReason('')}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <ReasonField value={reason} onChange={setReason} />
      </Form>
    </Modal>
  );
}

interface ConflictDialogProps {
  open: boolean;
  onReload: () => void;
  onStay: () => void;
}

/** Says that somebody else changed the same thing meanwhile, and lets the operator choose. */
export function ConflictDialog({ open, onReload, onStay }: ConflictDialogProps) {
  const { t } = useText();
  return (
    <Modal
      open={open}
      title={t('conflict.title')}
      okText={t('conflict.reload')}
      okButtonProps={{ 'data-testid': 'conflict-reload' }}
      cancelText={t('conflict.stay')}
      onOk={onReload}
      onCancel={onStay}
    >
      {t('conflict.text')}
    </Modal>
  );
}
