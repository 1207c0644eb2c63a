/**
 * What happened to a group, an order, its money, or a notice, in one word each. Screens show their own text
 * by these words; `states.ts` passes them on.
 */

/** What happened to a group, as its page and the console tell it. */
export const groupEventCodes = [
  'placed',
  'opened',
  'full',
  'promise_kept',
  'completed',
  'time_over',
  'emptied',
  'dissolved',
  'extended',
  'leader_passed',
] as const;
export type GroupEventCode = (typeof groupEventCodes)[number];

/** Why an unpaid order was let go; shown to the buyer by code. */
export const cancelReasons = [
  'buyer',
  'expired',
  'group_closed',
  'group_dissolved',
  'odd_amount',
  'odd_payer',
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** `late`: paid after the order had been let go; `odd`: with money that is not the order's payment. */
export const moneyFlags = ['late', 'odd'] as const;
export type MoneyFlag = (typeof moneyFlags)[number];

/** What a notice of WeChat is about, by the address it came to. */
export const noticeKinds = ['payment', 'refund', 'transfer', 'push'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Why a notice was refused; nothing else was written because of it. */
export const noticeFaults = [
  'missing_header',
  'wrong_scheme',
  'signature_probe',
  'unknown_key',
  'bad_signature',
  'clock_skew',
  'ciphertext',
  'malformed',
  'foreign',
  'wrong_address',
  'too_large',
] as const;
export type NoticeFault = (typeof noticeFaults)[number];
