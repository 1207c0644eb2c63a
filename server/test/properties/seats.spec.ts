import { jest } from '@jest/globals';
import fc from 'fast-check';
import { findBroken } from '../rules/index.js';
import { Close, Leave, Model, Pay, Place, Release, type Step } from './seats.model.js';
import { Trade } from './trade.js';

jest.setTimeout(240_000);

const some = fc.nat({ max: 40 });
const kinds = fc.constantFrom<('solo' | 'open' | 'join')[]>('solo', 'open', 'join', 'join', 'join');
const pieces = fc.integer({ min: 1, max: 3 });
const stepKinds: fc.Arbitrary<Step>[] = [
  fc.tuple(kinds, fc.nat({ max: 6 }), some, pieces).map((input) => new Place(...input)),
  fc.tuple(some, pieces).map((input) => new Pay(...input)),
  some.map((order) => new Pay(order, 1)),
  some.map((order) => new Release(order)),
  some.map((order) => new Leave(order)),
  some.map((group) => new Close(group)),
];
const steps = fc.commands(stepKinds, { maxCommands: 60, size: '+1' });

describe('seats and stock', () => {
  let trade: Trade;
  beforeAll(async () => {
    trade = await Trade.open();
  });
  afterAll(() => trade.close());

  it('follow a few lines of arithmetic through any sequence of orders, payments, cancels, leaves and closings', async () => {
    const now = new Date('2026-03-02T08:00:00.000Z');
    let runs = 0;
    const setting = fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 2, max: 4 }));
    await fc.assert(
      fc.asyncProperty(setting, steps, async ([stock, size], commands) => {
        const run = `run ${(runs += 1)}`;
        const payeeId = await trade.user(`${run} payee`, now);
        const stall = await trade.stall(run, stock, size, now);
        const setup = () => ({ model: new Model(stock, size), real: { trade, stall, run, payeeId, now } });
        await fc.asyncModelRun(setup, commands);
      }),
      { numRuns: 40 },
    );
    expect(await findBroken((sql) => trade.rows(sql), false)).toEqual([]);
  });
});
