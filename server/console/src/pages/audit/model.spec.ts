import { dictionaries, translator } from '../../i18n/text';
import { actionText, auditActions, changesOf, refusalOf, shownValue, subjectIdOf } from './model';

describe('actionText', () => {
  const t = translator('en');
  it('has words for every action, in both languages', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const texts = auditActions.map((action) => actionText(translator(language), action));
      expect(texts.filter((text) => /[a-z][._][a-z]/i.test(text))).toEqual([]);
    }
  });

  it.each([
    ['campaign.publish', t('audit.action.campaign.publish')],
    ['order.refund.ask', `Asked: ${dictionaries.en['approval.kind.order.refund']}`],
    ['tax.handover.withdraw', `Taken back: ${dictionaries.en['approval.kind.tax.handover']}`],
    ['payoutRun.approve.refused', `Refused: ${dictionaries.en['audit.action.payoutRun.approve']}`],
    ['never.heard.of', 'never.heard.of'],
  ])('%s', (action, text) => {
    expect(actionText(t, action)).toBe(text);
  });
});

describe('subjectIdOf', () => {
  it.each([
    ['order', 'a1', null, 'a1'],
    ['withdrawal_rules', 'withdrawals', null, null],
    ['route', 'console.order.refund', { id: 'b2' }, 'b2'],
    ['route', 'console.tax.handover', { id: null }, null],
  ])('%s %s', (subjectKind, subjectId, after, expected) => {
    expect(subjectIdOf({ subjectKind, subjectId, after })).toBe(expected);
  });
});

describe('refusalOf', () => {
  it.each([
    ['route', { code: 'not_found' }, 'Not found.'],
    ['route', { code: 'made.up' }, 'made.up'],
    ['order', { code: 'not_found' }, null],
    ['order', null, null],
  ])('%s %j', (subjectKind, after, text) => {
    expect(refusalOf({ subjectKind, after }, 'en')).toBe(text);
  });
});

describe('changesOf', () => {
  it.each([
    [
      null,
      { title: 'a', skus: [] },
      [
        ['title', undefined, 'a'],
        ['skus', undefined, []],
      ],
    ],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, [['b', 2, 3]]],
    [{ skus: [{ priceFen: 100 }] }, { skus: [{ priceFen: 200 }] }, [['skus.0.priceFen', 100, 200]]],
    [{ a: 1 }, {}, [['a', 1, undefined]]],
    [{ a: null }, { a: 0 }, [['a', null, 0]]],
    [{ a: null, b: null }, { b: { rateBp: 5 } }, [['b.rateBp', undefined, 5]]],
    [{ a: [1] }, { a: [1] }, []],
    [undefined, undefined, []],
  ])('%j to %j', (before, after, expected) => {
    expect(changesOf(before, after).map((change) => [change.path, change.before, change.after])).toEqual(
      expected,
    );
  });
});

describe('shownValue', () => {
  it.each([
    ['skus.0.priceFen', 2_990, { kind: 'amount', fen: 2_990 }],
    ['commission.rateBp', 1_000, { kind: 'rate', bp: 1_000 }],
    ['decidedAt', '2026-11-22T04:00:00.000Z', { kind: 'time', at: '2026-11-22T04:00:00.000Z' }],
    ['stock', 3, { kind: 'text', text: '3' }],
    ['title', 'x', { kind: 'text', text: 'x' }],
    ['open', false, { kind: 'text', text: 'false' }],
    ['title', '', { kind: 'none' }],
    ['title', null, { kind: 'none' }],
  ])('%s %j', (path, value, shown) => {
    expect(shownValue(path, value)).toEqual(shown);
  });
});
