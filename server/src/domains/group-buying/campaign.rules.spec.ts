import { type CampaignState, campaignTransitions, canMove, statesOf } from '@tuanlink/shared/states';
import {
  type CampaignAction,
  checkPeriod,
  checkPrices,
  decideByTime,
  decideEdit,
  decideMove,
  publishedState,
  readMoment,
} from './campaign.rules.js';

const START = new Date('2026-11-22T10:00:00.000Z');
const END = new Date('2026-11-29T10:00:00.000Z');
const ms = (at: Date, by: number) => new Date(at.getTime() + by);
const MID = ms(START, 1000);
const campaign = (state: CampaignState) => ({ state, startsAt: START, endsAt: END });

describe('an action on a campaign', () => {
  it.each<[CampaignAction, CampaignState, CampaignState | 'done' | 'no']>([
    ['publish', 'draft', 'running'],
    ['publish', 'scheduled', 'done'],
    ['publish', 'running', 'done'],
    ['publish', 'paused', 'no'],
    ['publish', 'ended', 'no'],
    ['pause', 'draft', 'no'],
    ['pause', 'scheduled', 'paused'],
    ['pause', 'running', 'paused'],
    ['pause', 'paused', 'done'],
    ['pause', 'ended', 'no'],
    ['resume', 'draft', 'no'],
    ['resume', 'scheduled', 'no'],
    ['resume', 'running', 'done'],
    ['resume', 'paused', 'running'],
    ['resume', 'ended', 'no'],
    ['end', 'draft', 'no'],
    ['end', 'scheduled', 'ended'],
    ['end', 'running', 'ended'],
    ['end', 'paused', 'ended'],
    ['end', 'ended', 'done'],
  ])('%s when %s → %s', (action, state, expected) => {
    const decision = decideMove(action, campaign(state), MID);
    expect(decision.ok ? (decision.to ?? 'done') : 'no').toBe(expected);
    expect(decision).not.toMatchObject({ ok: false, code: 'request.invalid' });
  });

  const actions: CampaignAction[] = ['publish', 'pause', 'resume', 'end'];
  const pairs = actions.flatMap((action) =>
    statesOf(campaignTransitions).map((state) => [action, state] as const),
  );

  it.each(pairs)('%s when %s never leaves the table of transitions', (action, state) => {
    for (const now of [ms(START, -1), START, MID, END]) {
      const decision = decideMove(action, campaign(state), now);
      const to = decision.ok ? decision.to : null;
      expect(to === null || canMove(campaignTransitions, state, to)).toBe(true);
    }
  });

  it.each<[Date, CampaignState | 'no']>([
    [ms(START, -1), 'scheduled'],
    [START, 'running'],
    [ms(END, -1), 'running'],
    [END, 'no'],
  ])('publishing at %s → %s', (now, expected) => {
    const decision = decideMove('publish', campaign('draft'), now);
    expect(decision.ok ? decision.to : 'no').toBe(expected);
    expect(publishedState(START, now)).toBe(now < START ? 'scheduled' : 'running');
  });

  it.each<[Date, boolean]>([
    [ms(END, -1), true],
    [END, false],
  ])('resuming at %s: %s', (now, ok) => {
    expect(decideMove('resume', campaign('paused'), now).ok).toBe(ok);
  });
});

describe('the passing of time', () => {
  it.each<[CampaignState, Date, CampaignState | null]>([
    ['draft', END, null],
    ['draft', MID, null],
    ['scheduled', ms(START, -1), null],
    ['scheduled', START, 'running'],
    ['scheduled', END, 'ended'],
    ['running', MID, null],
    ['running', ms(END, -1), null],
    ['running', END, 'ended'],
    ['paused', START, null],
    ['paused', END, 'ended'],
    ['ended', END, null],
  ])('%s at %s → %s', (state, now, to) => {
    expect(decideByTime(campaign(state), now)).toBe(to);
  });
});

describe('an edit', () => {
  it.each<[CampaignState, { startsAt?: Date; endsAt?: Date }, string]>([
    ['draft', {}, 'ok'],
    ['draft', { startsAt: ms(START, 5) }, 'ok'],
    ['draft', { endsAt: ms(START, 1) }, 'ok'],
    ['draft', { endsAt: START }, 'afterStart'],
    ['draft', { startsAt: END }, 'afterStart'],
    ['scheduled', { startsAt: ms(START, 5) }, 'ok'],
    ['scheduled', { endsAt: ms(START, 500) }, 'inTheFuture'],
    ['running', {}, 'ok'],
    ['running', { startsAt: START }, 'ok'],
    ['running', { startsAt: ms(START, 5) }, 'hasStarted'],
    ['running', { endsAt: ms(END, 5) }, 'ok'],
    ['running', { endsAt: MID }, 'inTheFuture'],
    ['running', { endsAt: ms(MID, 1) }, 'ok'],
    ['paused', { startsAt: ms(START, 5) }, 'hasStarted'],
    ['paused', { endsAt: ms(END, 5) }, 'ok'],
    ['ended', {}, 'ended'],
    ['ended', { endsAt: ms(END, 5) }, 'ended'],
  ])('when %s of %j: %s', (state, edit, expected) => {
    const decision = decideEdit(campaign(state), edit, MID);
    expect(decision.ok ? 'ok' : decision.rule).toBe(expected);
  });

  it('of anything else after the end passed unnoticed is still possible', () => {
    expect(decideEdit(campaign('running'), {}, END).ok).toBe(true);
  });

  it.each([
    [START, END, true],
    [START, START, false],
    [END, START, false],
  ])('a period from %s to %s: %s', (from, to, ok) => {
    expect(checkPeriod(from, to).ok).toBe(ok);
  });
});

describe('prices', () => {
  const skus = [
    { id: 'aa', priceFen: 300 },
    { id: 'bb', priceFen: 500 },
  ];

  it.each([
    [
      'all below',
      [
        { skuId: 'aa', priceFen: 299 },
        { skuId: 'bb', priceFen: 1 },
      ],
      'ok',
    ],
    ['the same as alone', [{ skuId: 'AA', priceFen: 300 }], 'ok'],
    ['above alone', [{ skuId: 'aa', priceFen: 301 }], 'atMostThePriceAlone'],
    ['of another product', [{ skuId: 'zz', priceFen: 1 }], 'ofThisProduct'],
    [
      'twice',
      [
        { skuId: 'aa', priceFen: 1 },
        { skuId: 'AA', priceFen: 2 },
      ],
      'unique',
    ],
  ])('%s', (_, prices, expected) => {
    const decision = checkPrices(prices, skus);
    expect(decision.ok ? 'ok' : decision.rule).toBe(expected);
  });
});

describe('moments', () => {
  it.each([
    ['2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T18:00:00+08:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T18:00+0800', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2026-W01-1', null],
    ['1999-12-31T23:59:59Z', null],
    ['2100-01-01T00:00:00Z', null],
    ['', null],
  ])('%s → %s', (text, expected) => {
    expect(readMoment(text)?.toISOString() ?? null).toBe(expected);
  });
});
