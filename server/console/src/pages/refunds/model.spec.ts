import { adviceOn } from './model';

const requestedAt = '2026-11-22T05:05:09.000Z';

it.each([
  ['abnormal', '2026-11-22T05:05:10.000Z', 'exception.do.refund_abnormal'],
  ['requested', '2026-11-22T05:06:09.000Z', null],
  ['requested', '2026-11-22T05:11:09.000Z', 'exception.do.refund_unsent'],
  ['accepted', '2026-11-22T05:11:09.000Z', null],
  ['accepted', '2026-11-26T05:05:09.000Z', 'exception.do.refund_slow'],
  ['succeeded', '2026-11-26T05:05:09.000Z', null],
] as const)('%s at %s: %s', (state, now, advice) => {
  expect(adviceOn({ state, requestedAt }, new Date(now))).toBe(advice);
});
