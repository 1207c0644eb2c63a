import { addMs, DAY_MS } from '@tuanlink/shared/time';
import fc from 'fast-check';
import { type AttributionFacts, type VisitFact, attribute } from './attribution.rules.js';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const RULES = { visitWindowDays: 7, bindingDays: 30, protectionDays: 0, touchedDays: 30 };

const ago = (days: number, ms = 0) => addMs(NOW, -days * DAY_MS - ms);

/** A visit through a share of the one who is credited. */
function visit(creditUserId: string | null, at: Date, token = `t-${creditUserId}`): VisitFact {
  return { token, at, channel: 'chat', sharerUserId: creditUserId ?? 'friend', creditUserId };
}

function bound(distributorUserId: string, boundAt: Date, expiresAt = addMs(boundAt, 30 * DAY_MS)) {
  return {
    binding: { distributorUserId, shareToken: `b-${distributorUserId}`, boundAt, expiresAt },
    bindingDistributorApproved: true,
  };
}

function decide(facts: Partial<AttributionFacts>): string[] {
  const { credits } = attribute({
    buyerId: 'buyer',
    now: NOW,
    visits: [],
    binding: null,
    bindingDistributorApproved: false,
    rules: RULES,
    ...facts,
  });
  return credits.map(({ userId, code, shareToken }) => `${userId} ${code} ${shareToken}`);
}

const PROTECTING = { ...RULES, protectionDays: 10 };

describe('attribution', () => {
  it.each<[string, Partial<AttributionFacts>, string[]]>([
    ['nobody touched', {}, []],
    ['a visit right now', { visits: [visit('a', NOW)] }, ['a EARNED_LAST_VISIT t-a']],
    ['the window to the millisecond', { visits: [visit('a', ago(7))] }, ['a EARNED_LAST_VISIT t-a']],
    ['a millisecond past the window', { visits: [visit('a', ago(7, 1))] }, ['a NONE_WINDOW_ENDED t-a']],
    ['touched to the millisecond', { visits: [visit('a', ago(30))] }, ['a NONE_WINDOW_ENDED t-a']],
    ['a millisecond past touched', { visits: [visit('a', ago(30, 1))] }, []],
    ['a visit that is not yet', { visits: [visit('a', addMs(NOW, 1))] }, []],
    ['a share that credits nobody', { visits: [visit(null, NOW)] }, []],
    [
      'the last of two wins',
      { visits: [visit('a', ago(1)), visit('b', ago(2))] },
      ['a EARNED_LAST_VISIT t-a', 'b NONE_LATER_VISIT_WON t-b'],
    ],
    [
      'a visit that credits nobody does not take over',
      { visits: [visit(null, NOW), visit('b', ago(2))] },
      ['b EARNED_LAST_VISIT t-b'],
    ],
    [
      'an old visit lost by its age, also when somebody came later',
      { visits: [visit('a', ago(1)), visit('b', ago(8))] },
      ['a EARNED_LAST_VISIT t-a', 'b NONE_WINDOW_ENDED t-b'],
    ],
    [
      'one credit each, by the latest visit',
      { visits: [visit('a', ago(1), 'x'), visit('b', ago(2), 'y'), visit('a', ago(3), 'z')] },
      ['a EARNED_LAST_VISIT x', 'b NONE_LATER_VISIT_WON y'],
    ],
    ['bound, no visit', bound('d', ago(5)), ['d EARNED_BOUND b-d']],
    ['bound until a millisecond from now', bound('d', ago(5), addMs(NOW, 1)), ['d EARNED_BOUND b-d']],
    ['bound until now', bound('d', ago(5), NOW), ['d NONE_WINDOW_ENDED b-d']],
    ['the binding ended, and was made 30 days ago', bound('d', ago(30)), ['d NONE_WINDOW_ENDED b-d']],
    ['the binding ended, and is too old to tell', bound('d', ago(30, 1)), []],
    [
      'a long binding is told as long as it lasts',
      bound('d', ago(40), addMs(NOW, 1)),
      ['d EARNED_BOUND b-d'],
    ],
    ['bound to somebody suspended', { ...bound('d', ago(5)), bindingDistributorApproved: false }, []],
    ['bound later than now', bound('d', addMs(NOW, 1)), []],
    [
      'a visit beats the binding',
      { visits: [visit('a', ago(1))], ...bound('d', ago(5)) },
      ['a EARNED_LAST_VISIT t-a', 'd NONE_LATER_VISIT_WON b-d'],
    ],
    [
      'a visit beats the binding that ended by then',
      { visits: [visit('a', ago(1))], ...bound('d', ago(5), NOW) },
      ['a EARNED_LAST_VISIT t-a', 'd NONE_WINDOW_ENDED b-d'],
    ],
    [
      'an old visit leaves it to the binding',
      { visits: [visit('a', ago(8))], ...bound('d', ago(5)) },
      ['d EARNED_BOUND b-d', 'a NONE_WINDOW_ENDED t-a'],
    ],
    [
      'an old visit of the bound one leaves it to the binding',
      { visits: [visit('d', ago(8))], ...bound('d', ago(5)) },
      ['d EARNED_BOUND b-d'],
    ],
    [
      'the bound one visited before somebody else',
      { visits: [visit('a', ago(1)), visit('d', ago(9))], ...bound('d', ago(5)) },
      ['a EARNED_LAST_VISIT t-a', 'd NONE_LATER_VISIT_WON t-d'],
    ],
    [
      'protected: the bound one keeps',
      { visits: [visit('a', ago(1))], ...bound('d', ago(5)), rules: PROTECTING },
      ['d EARNED_BOUND b-d', 'a NONE_PROTECTED t-a'],
    ],
    [
      'protected, and the bound one was the last too',
      { visits: [visit('d', ago(1)), visit('a', ago(2))], ...bound('d', ago(5)), rules: PROTECTING },
      ['d EARNED_LAST_VISIT t-d', 'a NONE_PROTECTED t-a'],
    ],
    [
      'protected, old visit',
      { visits: [visit('a', ago(8))], ...bound('d', ago(5)), rules: PROTECTING },
      ['d EARNED_BOUND b-d', 'a NONE_WINDOW_ENDED t-a'],
    ],
    [
      'a millisecond before the protection ends',
      { visits: [visit('a', ago(1))], ...bound('d', ago(10, -1)), rules: PROTECTING },
      ['d EARNED_BOUND b-d', 'a NONE_PROTECTED t-a'],
    ],
    [
      'the protection has ended',
      { visits: [visit('a', ago(1))], ...bound('d', ago(10)), rules: PROTECTING },
      ['a EARNED_LAST_VISIT t-a', 'd NONE_LATER_VISIT_WON b-d'],
    ],
    [
      'nobody suspended is protected',
      {
        visits: [visit('a', ago(1))],
        ...bound('d', ago(5)),
        bindingDistributorApproved: false,
        rules: PROTECTING,
      },
      ['a EARNED_LAST_VISIT t-a'],
    ],
    [
      'a binding that ended protects nobody',
      { visits: [visit('a', ago(1))], ...bound('d', ago(5), NOW), rules: PROTECTING },
      ['a EARNED_LAST_VISIT t-a', 'd NONE_WINDOW_ENDED b-d'],
    ],
    ['own link', { visits: [visit('buyer', ago(1))] }, ['buyer NONE_SELF_PURCHASE t-buyer']],
    ['bound to oneself', bound('buyer', ago(1)), ['buyer NONE_SELF_PURCHASE b-buyer']],
    [
      'own link last: nobody takes the place',
      { visits: [visit('buyer', ago(1)), visit('a', ago(2))] },
      ['buyer NONE_SELF_PURCHASE t-buyer', 'a NONE_LATER_VISIT_WON t-a'],
    ],
    [
      'own link before somebody else',
      { visits: [visit('a', ago(1)), visit('buyer', ago(2))] },
      ['a EARNED_LAST_VISIT t-a', 'buyer NONE_LATER_VISIT_WON t-buyer'],
    ],
    [
      'a window longer than what counts as touched still wins',
      { visits: [visit('a', ago(6))], rules: { ...RULES, touchedDays: 3 } },
      ['a EARNED_LAST_VISIT t-a'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(decide(facts)).toEqual(expected);
  });

  it('credits each distributor once and at most one of them with money', () => {
    const day = fc.integer({ min: -1, max: 40 });
    const person = fc.constantFrom('buyer', 'a', 'b', 'c', null);
    const visits = fc.array(fc.tuple(person, day), { maxLength: 12 });
    const binding = fc.option(fc.tuple(fc.constantFrom('buyer', 'a', 'b', 'd'), day), { nil: null });
    fc.assert(
      fc.property(
        visits,
        binding,
        fc.boolean(),
        fc.integer({ min: 0, max: 20 }),
        (opens, tie, approved, guard) => {
          const { credits } = attribute({
            buyerId: 'buyer',
            now: NOW,
            visits: opens.map(([who, days]) => visit(who, ago(days))).sort((x, y) => +y.at - +x.at),
            binding: tie === null ? null : bound(tie[0], ago(tie[1])).binding,
            bindingDistributorApproved: approved,
            rules: { ...RULES, protectionDays: guard },
          });
          const people = credits.map(({ userId }) => userId);
          const earning = credits.filter(({ code }) => code.startsWith('EARNED'));
          expect(new Set(people).size).toBe(people.length);
          expect(earning.length).toBeLessThanOrEqual(1);
          expect(earning.map(({ userId }) => userId)).not.toContain('buyer');
          expect(credits.slice(1).every(({ code }) => code.startsWith('NONE'))).toBe(true);
        },
      ),
    );
  });
});
