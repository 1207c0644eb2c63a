/** Words that commission lines are explained by; part of `states.ts`. */

/** Why an order line counts for somebody, or does not: written once, never changed. */
export const attributionCodes = [
  'EARNED_LAST_VISIT',
  'EARNED_BOUND',
  'NONE_WINDOW_ENDED',
  'NONE_LATER_VISIT_WON',
  'NONE_PROTECTED',
  'NONE_SELF_PURCHASE',
  'NONE_PRODUCT_EXCLUDED',
  'NONE_BUDGET_USED',
] as const;
export type AttributionCode = (typeof attributionCodes)[number];

/** The present status of a commission line, in one word that a screen can explain. */
export const reasonCodes = [
  'WAIT_GROUP',
  'FAIL_GROUP',
  'HELD_UNTIL',
  'HELD_REVIEW',
  'AVAILABLE',
  'REVERSED_FULL',
  'REVERSED_PART',
  'ADJUSTED',
  'NONE_WINDOW_ENDED',
  'NONE_LATER_VISIT_WON',
  'NONE_PROTECTED',
  'NONE_SELF_PURCHASE',
  'NONE_PRODUCT_EXCLUDED',
  'NONE_BUDGET_USED',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
