import { useState } from 'react';
import type { WithdrawalReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { openFile } from '../../../api/open-file';
import type { FileRoute } from '../../../api/open-file';
import { placeOrder } from '../../../api/place-order';
import { useAction } from '../../../hooks/use-action';
import { useText } from '../../../hooks/use-text';
import { platform } from '../../../platform';
import { say } from '../../../platform/feedback';
import { newUuid } from '../../../platform/ids';
import { paths } from '../../../platform/paths';
import { pause } from '../../../platform/pause';
import { pendingWithdrawal } from '../../../store/pending-withdrawal';
import { pendingWithdrawalFor } from '../../../store/pending-withdrawal.rules';

/** Everything that is done on the page; `onDone` reads again what has changed. */
export function useWithdraw(onDone: () => void) {
  const t = useText();
  const { busy, run } = useAction();
  const [unknown, setUnknown] = useState(false);

  /** Sends a request; the same amount that was never answered goes out again under its old id. */
  async function send(amountFen: number, realName: string | null, onTaken: () => void) {
    if (realName !== null) {
      await call('shop.payee', { body: { realName: realName.trim() } });
    }
    const pending = pendingWithdrawalFor(pendingWithdrawal.read(), amountFen, newUuid(), Date.now());
    pendingWithdrawal.keep(pending);
    const outcome = await placeOrder(pending.body, {
      send: (body) => call('shop.withdrawal.request', { body }),
      wait: pause,
    });
    setUnknown(outcome.kind === 'unknown');
    if (outcome.kind === 'unknown') return;
    pendingWithdrawal.settle();
    onDone();
    if (outcome.kind === 'refused') throw outcome.failure;
    say(t('withdraw.sent'));
    onTaken();
  }

  /** Opens WeChat's page to take the money; whatever it says, the server is asked what is true. */
  async function take({ id, confirmation }: WithdrawalReply) {
    if (confirmation === null) return;
    const outcome = await platform.takeTransfer(confirmation, paths.withdraw);
    if (outcome === 'left') return;
    if (outcome === 'unavailable') {
      say(t(platform.kind === 'weapp' ? 'withdraw.take.update' : 'wechat.only'));
      return;
    }
    const { state } = await call('shop.withdrawal.confirm', { params: { id }, body: {} });
    if (outcome === 'done' && state !== 'paid') say(t('withdraw.take.taken'));
    onDone();
  }

  async function open(route: FileRoute, input: { params?: object; query?: object }, name: string) {
    if (!(await openFile(route, input, name))) say(t('withdraw.file.failed'));
  }

  return {
    busy,
    unknown,
    request: (amountFen: number, realName: string | null, onTaken: () => void) =>
      run('request', () => send(amountFen, realName, onTaken)),
    take: (withdrawal: WithdrawalReply) => run(withdrawal.id, () => take(withdrawal)),
    open: (route: FileRoute, input: { params?: object; query?: object }, name: string) =>
      run(name, () => open(route, input, name)),
  };
}
