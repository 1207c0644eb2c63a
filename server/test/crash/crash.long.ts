import { jest } from '@jest/globals';
import { longTestOptions } from '../support/long-test.js';
import { judge, NOTHING_WRONG, RECOVERY_MS_GOAL } from './judge.js';
import { Ordeal } from './ordeal.js';

const { kills, seed } = longTestOptions({ kills: 30, seed: 'long' });

jest.setTimeout(60 * 60_000);

it(`${kills} deaths under load lose nothing, double nothing, and are over within seconds`, async () => {
  const verdict = await Ordeal.run(seed, kills);
  expect(judge(verdict, RECOVERY_MS_GOAL)).toEqual(NOTHING_WRONG);
});
