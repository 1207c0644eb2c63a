import type { ExceptionReply } from '@tuanlink/shared/replies';
import { exceptionKinds } from '@tuanlink/shared/states';
import { dictionaries, translator } from '../../i18n/text';
import { detailText, exceptionAdvice, exceptionText, isAboutMoney, placeOfException } from './model';

const row: ExceptionReply = {
  id: 'x',
  kind: 'late_to_ship',
  subjectKind: 'order',
  subjectId: 'o',
  orderId: 'o',
  amountFen: 100,
  since: '2026-11-22T00:00:00.000Z',
  detail: null,
};

it.each<[Partial<ExceptionReply>, string]>([
  [{}, '/orders?order=o'],
  [{ subjectKind: 'refund', subjectId: 'r' }, '/refunds?refund=r'],
  [{ subjectKind: 'group', subjectId: 'g' }, '/groups?open=g'],
  [{ subjectKind: 'group', subjectId: 'g', orderId: null }, '/groups?open=g'],
  [{ subjectKind: 'job', orderId: null }, '/jobs?state=failed'],
  [{ subjectKind: 'withdrawal', subjectId: 'w', orderId: null }, '/withdrawals?withdrawal=w'],
  [{ subjectKind: 'day', subjectId: '2026-11-22', orderId: null }, '/reconciliation?day=2026-11-22'],
  [
    { subjectKind: 'difference', detail: 'payment.missing_here' },
    '/reconciliation?tab=differences&state=open&kind=payment.missing_here',
  ],
])('%j is looked at in %s', (change, place) => {
  expect(placeOfException({ ...row, ...change })).toBe(place);
});

it.each(exceptionKinds)('%s has a name and an advice', (kind) => {
  expect(dictionaries.en[exceptionText(kind)]).toBeTruthy();
  expect(dictionaries.en[exceptionAdvice(kind)]).toBeTruthy();
});

it('tells money from what is merely late', () => {
  const of = (kind: ExceptionReply['kind']) => isAboutMoney({ total: 1, kinds: [{ kind, count: 1 }] });
  expect([of('refund_abnormal'), of('late_to_ship'), isAboutMoney({ total: 0, kinds: [] })]).toEqual([
    true,
    false,
    false,
  ]);
});

it.each<[Partial<ExceptionReply>, string | null]>([
  [{ subjectKind: 'job', detail: 'refund.check' }, '核对退款'],
  [{ subjectKind: 'difference', detail: 'payment.missing_here' }, '微信有收款，本店没有'],
  [{ subjectKind: 'day', detail: 'no_bill' }, '微信称当天没有账单，但本店当天有资金往来'],
  [{ subjectKind: 'day', detail: 'connect ECONNREFUSED' }, 'connect ECONNREFUSED'],
  [{ subjectKind: 'order', detail: 'unpaid' }, '待付款'],
  [{ subjectKind: 'order', detail: '4200000000000000000000000001' }, '4200000000000000000000000001'],
  [{ subjectKind: 'refund', detail: 'CLOSED' }, '微信已关闭这笔退款'],
  [{ subjectKind: 'refund', detail: 'connect ETIMEDOUT' }, 'connect ETIMEDOUT'],
  [{ subjectKind: 'refund', detail: null }, null],
])('%j says more: %s', (change, text) => {
  expect(detailText(translator('zh-CN'), { ...row, ...change })).toBe(text);
});
