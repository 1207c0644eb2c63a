import { jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { prepare } from '../../../scripts/lib/build.mjs';
import { Ordeal } from './ordeal.js';
import { judge, NOTHING_WRONG, RECOVERY_MS_BUSY } from './judge.js';

jest.setTimeout(400_000);

beforeAll(() => prepare(['server', 'scripts']), 300_000);

it('five deaths under load lose nothing and double nothing', async () => {
  const seed = randomBytes(4).toString('hex');
  const verdict = await Ordeal.run(seed, 5);
  expect(judge(verdict, RECOVERY_MS_BUSY)).toEqual(NOTHING_WRONG);
});
