import { useEffect, useState } from 'react';
import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import { useNavigation } from 'react-router';
import { useText } from '../i18n/use-text';
import './slow-bar.css';

/** Milliseconds of work after which it is shown. */
const SLOW_MS = 1_000;

/** A thin moving bar on top of the page while anything takes longer than a second. */
export function SlowBar() {
  const { t } = useText();
  const loading = useNavigation().state !== 'idle';
  const busy = useIsFetching() + useIsMutating() > 0 || loading;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!busy) {
      setSlow(false);
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [busy]);
  return slow ? <div className="slow-bar" role="progressbar" aria-label={t('state.working')} /> : null;
}
