import type { IconName } from '../components/icon/icon';
import type { Tone } from '../components/state-chip/state-chip';
import type {
  AfterSaleState,
  CommissionState,
  GroupState,
  OrderState,
  RefundState,
  WithdrawalState,
} from '@tuanlink/shared/states';
import type { TextKey, Translate } from './index';

/** A state as a chip shows it: a word, a drawing, and a colour that only helps. */
export interface ChipFacts {
  tone: Tone;
  icon: IconName;
  label: string;
}

type Looks<S extends string> = Readonly<Record<S, readonly [Tone, IconName, TextKey]>>;

function chipOf<S extends string>(looks: Looks<S>) {
  return (state: S, t: Translate): ChipFacts => {
    const [tone, icon, key] = looks[state];
    return { tone, icon, label: t(key) };
  };
}

export const groupChip = chipOf<GroupState>({
  opening: ['wait', 'clock', 'group.state.opening'],
  forming: ['wait', 'people', 'group.state.forming'],
  succeeded: ['ok', 'check', 'group.state.succeeded'],
  failed: ['mute', 'refund', 'group.state.failed'],
});

export const orderChip = chipOf<OrderState>({
  unpaid: ['brand', 'wallet', 'order.state.unpaid'],
  waiting_group: ['wait', 'people', 'order.state.waiting_group'],
  to_ship: ['info', 'box', 'order.state.to_ship'],
  shipped: ['info', 'truck', 'order.state.shipped'],
  received: ['ok', 'check', 'order.state.received'],
  completed: ['ok', 'check', 'order.state.completed'],
  cancelled: ['mute', 'close', 'order.state.cancelled'],
  refunding: ['wait', 'refund', 'order.state.refunding'],
  refunded: ['mute', 'refund', 'order.state.refunded'],
});

export const refundChip = chipOf<RefundState>({
  requested: ['wait', 'clock', 'refund.state.requested'],
  accepted: ['wait', 'clock', 'refund.state.accepted'],
  succeeded: ['ok', 'check', 'refund.state.succeeded'],
  abnormal: ['brand', 'warning', 'refund.state.abnormal'],
});

export const commissionChip = chipOf<CommissionState>({
  estimated: ['wait', 'people', 'commission.state.estimated'],
  held: ['info', 'clock', 'commission.state.held'],
  available: ['ok', 'check', 'commission.state.available'],
  reversed: ['mute', 'refund', 'commission.state.reversed'],
  none: ['mute', 'minus', 'commission.state.none'],
});

export const withdrawalChip = chipOf<WithdrawalState>({
  requested: ['wait', 'clock', 'withdrawal.state.requested'],
  approved: ['wait', 'clock', 'withdrawal.state.approved'],
  rejected: ['mute', 'close', 'withdrawal.state.rejected'],
  sending: ['wait', 'clock', 'withdrawal.state.sending'],
  awaiting_confirmation: ['brand', 'wallet', 'withdrawal.state.awaiting_confirmation'],
  paid: ['ok', 'check', 'withdrawal.state.paid'],
  lapsed: ['mute', 'refund', 'withdrawal.state.lapsed'],
  failed: ['mute', 'warning', 'withdrawal.state.failed'],
});

export const afterSaleChip = chipOf<AfterSaleState>({
  applied: ['wait', 'clock', 'afterSale.state.applied'],
  approved: ['info', 'check', 'afterSale.state.approved'],
  rejected: ['mute', 'close', 'afterSale.state.rejected'],
  withdrawn: ['mute', 'close', 'afterSale.state.withdrawn'],
  returning: ['brand', 'truck', 'afterSale.state.returning'],
  returned: ['wait', 'box', 'afterSale.state.returned'],
  refunding: ['wait', 'refund', 'afterSale.state.refunding'],
  done: ['ok', 'check', 'afterSale.state.done'],
});
