import { jest } from '@jest/globals';
import { type InclusionProof, proofProblem } from '@tuanlink/shared/ledger-proof';
import { checkLine } from '@tuanlink/shared/line-proof';
import type { CommissionProofReply } from '@tuanlink/shared/replies';
import { sha256 } from '@tuanlink/shared/sha256';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { place } from '../support/goods.js';
import { expectLinesToBeProven, publicBlock } from '../support/proofs.js';
import { sealAll } from '../support/seals.js';

jest.setTimeout(120_000);

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
  await sealAll(life.shop);
});
afterAll(() => life.shop.close());

const proofOf = (id: string): Promise<CommissionProofReply> =>
  life.shop.call('shop.commission.proof', life.dan, { params: { id } });

test('every transfer of every sealed line can be checked from the outside', async () => {
  const { shop, dan } = life;
  const { items } = await shop.call('shop.commissions', dan, { query: { limit: 100 } });
  let checked = 0;
  for (const { id } of items) {
    const { lineId, transfers } = await proofOf(id);
    expect(lineId).toBe(id);
    const told = (await shop.call('shop.commission', dan, { params: { id } })).transfers;
    expect(transfers.map(({ transfer }) => transfer.id)).toEqual(told.map((transfer) => transfer.id));
    for (const { transfer, proof } of transfers) {
      const sealed = proof as InclusionProof;
      expect(proofProblem(transfer, sealed, sha256)).toBeNull();
      expect(await publicBlock(shop, sealed.block.id)).toEqual(sealed.block);
      expect(proofProblem({ ...transfer, amountFen: transfer.amountFen + 1 }, sealed, sha256)).toBe('leaf');
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThanOrEqual(5);
});

test('what the phone checks holds for every line of its owner, and for no other line and nobody else', async () => {
  const { shop, dan, ann } = life;
  const { items } = await shop.call('shop.commissions', dan, { query: { limit: 100 } });
  const read = (id: number) => publicBlock(shop, id);
  for (const { id } of items) {
    const [line, reply] = [await shop.call('shop.commission', dan, { params: { id } }), await proofOf(id)];
    const question = { line, reply, userId: dan.id, read, sha256 };
    const good = reply.transfers.map(({ transfer }) => [transfer.id, 'good']);
    const whole = good.length > 0 ? 'good' : null;
    expect([line, await checkLine(question)]).toEqual([line, { outcomes: Object.fromEntries(good), whole }]);
    if (whole === null) continue;
    const ofAnn = await checkLine({ ...question, userId: ann.id });
    expect(new Set(Object.values(ofAnn.outcomes))).toEqual(new Set(['line']));
    const elsewhere = await checkLine({ ...question, line: { ...line, id: dan.id } });
    expect(new Set(Object.values(elsewhere.outcomes))).toEqual(new Set(['line']));
  }
  const proven = items.filter(({ state }) => state !== 'none' && state !== 'estimated');
  expect(proven.length).toBeGreaterThan(4);
});

test('what the console checks holds for every line of the shop', async () => {
  expect(await expectLinesToBeProven(life.shop, life.staff.auditor)).toEqual(
    expect.arrayContaining(['ADJUSTED available', 'AVAILABLE available', 'HELD_UNTIL held']),
  );
});

test('a line says that its transfer is too young, and proves it seconds later', async () => {
  const { shop, goods, ann, dan } = life;
  const { order, cashier } = await place(shop, goods, ann, 'solo');
  await shop.pay(cashier, ann.openid);
  const [line] = (await shop.call('shop.commissions', dan, { query: { limit: 1 } })).items;
  expect(line).toMatchObject({ orderId: order.id, state: 'held' });
  const young = await proofOf(line?.id ?? '');
  expect(young.transfers).toMatchObject([{ transfer: { to: `held:${dan.id}` }, proof: null }]);
  await sealAll(shop);
  const [sealed] = (await proofOf(line?.id ?? '')).transfers;
  const newest = await publicBlock(shop, 999_999_999);
  expect(newest?.entryCount).toBeGreaterThan(0);
  expect(sealed?.proof?.block).toEqual(newest);
});

test('operators see the proof of any line', async () => {
  const { shop, staff, commissionLineId: id } = life;
  const seen = await shop.call('console.commission.proof', staff.auditor, { params: { id } });
  expect(seen).toEqual(await proofOf(id));
});

test('blocks are public, chained, and read in pages', async () => {
  const all = (await life.shop.call('shop.ledger.blocks', {}, { query: { limit: 100 } })).items;
  expect(all.length).toBeGreaterThan(3);
  all.slice(1).forEach((block, index) => expect(all[index]?.previousHash).toBe(block.hash));
  const newest = all[0]?.id ?? 0;
  const below = await life.shop.call('shop.ledger.blocks', {}, { query: { through: newest - 1, limit: 2 } });
  expect(below.items).toEqual(all.slice(1, 3));
  const query = { through: newest - 1, limit: 2, cursor: below.nextCursor ?? '' };
  expect((await life.shop.call('shop.ledger.blocks', {}, { query })).items).toEqual(all.slice(3, 5));
});
