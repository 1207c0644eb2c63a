import { readStored, store } from '../platform/storage';
import type { PendingWithdrawal } from './pending-withdrawal.rules';

const KEY = 'pending-withdrawal';

/** The one withdrawal whose outcome is not known yet; stored before it is sent, to survive a relaunch. */
export const pendingWithdrawal = {
  read: () => readStored<PendingWithdrawal>(KEY),
  keep: (pending: PendingWithdrawal) => store(KEY, pending),
  settle: () => store(KEY, null),
};
