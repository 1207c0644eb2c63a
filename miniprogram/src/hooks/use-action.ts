import { useState } from 'react';
import { asFailure } from '../api/failure';
import type { CallFailure } from '../api/failure';
import { failureText } from '../i18n/failure-text';
import { say } from '../platform/feedback';
import { useLanguage, useText } from './use-text';

/**
 * Runs what a button starts, once at a time. A failure is told in words, unless `onFailure` answers true
 * because it showed something better.
 */
export function useAction() {
  const t = useText();
  const language = useLanguage();
  const [busy, setBusy] = useState<string | null>(null);

  function run(name: string, work: () => Promise<unknown>, onFailure?: (failure: CallFailure) => boolean) {
    if (busy !== null) {
      return;
    }
    setBusy(name);
    work()
      .catch((error: unknown) => {
        const failure = asFailure(error);
        if (onFailure?.(failure) !== true) {
          say(failureText(failure, language, t));
        }
      })
      .finally(() => setBusy(null));
  }
  return { busy, run };
}
