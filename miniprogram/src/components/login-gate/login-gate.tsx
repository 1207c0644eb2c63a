import { useState } from 'react';
import { asFailure } from '../../api/failure';
import { ensureSession } from '../../api/client';
import { useLanguage, useText } from '../../hooks/use-text';
import { failureText } from '../../i18n/failure-text';
import { say } from '../../platform/feedback';
import { Button } from '../button/button';
import { EmptyState } from '../states/states';

interface LoginGateProps {
  onReady: () => void;
}

/** Asks a visitor in a browser to log in; in production it shows the way into WeChat. */
export function LoginGate({ onReady }: LoginGateProps) {
  const t = useText();
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [onlyInWechat, setOnlyInWechat] = useState(false);

  async function logIn() {
    setBusy(true);
    try {
      const outcome = await ensureSession();
      setOnlyInWechat(outcome === 'unavailable');
      if (outcome === 'ready') {
        onReady();
      }
    } catch (error) {
      say(failureText(asFailure(error), language, t));
    } finally {
      setBusy(false);
    }
  }

  if (onlyInWechat) {
    return <EmptyState icon="link" title={t('wechat.only')} hint={t('wechat.only.hint')} />;
  }
  return (
    <EmptyState icon="person" title={t('login.title')} hint={t('login.hint')}>
      <Button kind="main" busy={busy} onTap={() => void logIn()}>
        {t('login.action')}
      </Button>
    </EmptyState>
  );
}
