import type { SealedTransfer } from '@tuanlink/shared/ledger-proof';
import { blockText, GENESIS_HASH, leafText } from '@tuanlink/shared/ledger-proof';
import type { CommissionProofReply } from '@tuanlink/shared/replies';
import { sha256 } from '@tuanlink/shared/sha256';
import { translator } from '../../../i18n';
import { checkProofs, isCheckable, outcomeText, sealText } from './proof-model';
import type { Proven } from './proof-model';

const t = translator('zh-CN');

const userId = '018f0000-0000-7000-8000-000000000061';
const lineId = '018f0000-0000-7000-8000-000000000071';
const orderId = '018f0000-0000-7000-8000-000000000041';

const transfer: SealedTransfer = {
  id: '018f0000-0000-7000-8000-000000000091',
  seq: 7,
  from: 'commission_expense',
  to: `held:${userId}`,
  amountFen: 299,
  reason: 'commission',
  orderId,
  commissionLineId: lineId,
  at: '2026-07-14T06:02:00.000Z',
};
const leaf = sha256(leafText(transfer));
const header = { id: 3, previousHash: GENESIS_HASH, root: leaf, entryCount: 1, sealedAt: transfer.at };
const block = { ...header, hash: sha256(blockText(header)) };
const sealed = { transfer, proof: { leaf, position: 0, steps: [], block } };
const young = {
  transfer: { ...transfer, id: '018f0000-0000-7000-8000-000000000092', amountFen: 1 },
  proof: null,
};
const reply: CommissionProofReply = { lineId, partIds: [], transfers: [sealed, young], head: block };
const line: Proven['line'] = {
  id: lineId,
  orderId,
  orderLineId: lineId,
  state: 'held',
  formula: { baseFen: 3_000, rateBp: 1_000, rounding: 'floor', amountFen: 300, reversedFen: 0 },
};
const proven = (transfers = reply.transfers): Proven => ({ line, reply: { ...reply, transfers }, userId });

it('checks what is sealed on this device, and compares it with what everybody sees', async () => {
  const asked: number[] = [];
  const result = await checkProofs(proven(), async (id) => {
    asked.push(id);
    return block;
  });
  expect(result).toEqual({ outcomes: { [transfer.id]: 'good' }, whole: null });
  expect(asked).toEqual([3]);
});

it('sees an altered amount and another public block', async () => {
  const altered = proven([{ ...sealed, transfer: { ...transfer, amountFen: 300 } }]);
  expect((await checkProofs(altered, async () => block)).outcomes).toEqual({ [transfer.id]: 'leaf' });
  const other = async () => ({ ...block, hash: GENESIS_HASH });
  expect((await checkProofs(proven(), other)).outcomes).toEqual({ [transfer.id]: 'public' });
});

it('says where a transfer is sealed, or that it soon will be', () => {
  expect(sealText(sealed, t)).toContain(`区块 3 · 第 1 条 · 哈希 ${block.hash.slice(0, 8)}…`);
  expect(sealText(young, t)).toBe('刚刚入账，几秒后封存');
});

it('can be checked once something is sealed, or when the amount is not what was booked', () => {
  const booked = { ...young, transfer: { ...young.transfer, amountFen: 300 } };
  expect([[sealed, young], [booked], [young], []].map((transfers) => isCheckable(proven(transfers)))).toEqual(
    [true, false, true, true],
  );
});

it('sees what is sealed but of another line or another person, and what does not add up', async () => {
  const read = async () => block;
  const stranger = { ...proven(), userId: lineId };
  expect(await checkProofs(stranger, read)).toMatchObject({
    outcomes: { [transfer.id]: 'line' },
    whole: 'sum',
  });
  const elsewhere = { ...proven([sealed]), line: { ...line, id: orderId } };
  expect((await checkProofs(elsewhere, read)).outcomes).toEqual({ [transfer.id]: 'line' });
  expect((await checkProofs(proven([sealed]), read)).whole).toBe('sum');
});

it.each(['good', 'sum'] as const)('all together: %s has words', (whole) => {
  expect(t(`proof.whole.${whole}`)).toMatch(whole === 'good' ? /^✓/ : /^✗/);
});

it.each(['good', 'leaf', 'path', 'root', 'block', 'public', 'line'] as const)('%s has words', (outcome) => {
  expect(outcomeText(outcome, t)).toMatch(outcome === 'good' ? /^✓/ : /^✗/);
});
