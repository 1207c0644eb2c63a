import type { SealedTransfer } from '@tuanlink/shared/ledger-proof';
import { blockText, GENESIS_HASH, leafText } from '@tuanlink/shared/ledger-proof';
import type { CommissionProofReply } from '@tuanlink/shared/replies';
import { sha256 } from '@tuanlink/shared/sha256';
import { translator } from '../../../i18n';
import { checkProofs, hasProof, outcomeText, sealText } from './proof-model';

const t = translator('zh-CN');

const transfer: SealedTransfer = {
  id: '018f0000-0000-7000-8000-000000000091',
  seq: 7,
  from: 'commission_expense',
  to: 'held:018f0000-0000-7000-8000-000000000061',
  amountFen: 299,
  reason: 'commission',
  orderId: null,
  commissionLineId: null,
  at: '2026-07-14T06:02:00.000Z',
};
const leaf = sha256(leafText(transfer));
const header = { id: 3, previousHash: GENESIS_HASH, root: leaf, entryCount: 1, sealedAt: transfer.at };
const block = { ...header, hash: sha256(blockText(header)) };
const sealed = { transfer, proof: { leaf, position: 0, steps: [], block } };
const young = { transfer: { ...transfer, id: '018f0000-0000-7000-8000-000000000092' }, proof: null };
const reply: CommissionProofReply = { lineId: transfer.id, transfers: [sealed, young], head: block };

it('checks what is sealed on this device, and compares it with what everybody sees', async () => {
  const asked: number[] = [];
  const outcomes = await checkProofs(reply, async (id) => {
    asked.push(id);
    return block;
  });
  expect(outcomes).toEqual({ [transfer.id]: 'good' });
  expect(asked).toEqual([3]);
});

it('sees an altered amount and another public block', async () => {
  const altered = { ...reply, transfers: [{ ...sealed, transfer: { ...transfer, amountFen: 1 } }] };
  expect(await checkProofs(altered, async () => block)).toEqual({ [transfer.id]: 'leaf' });
  const other = async () => ({ ...block, hash: GENESIS_HASH });
  expect(await checkProofs(reply, other)).toEqual({ [transfer.id]: 'public' });
});

it('says where a transfer is sealed, or that it soon will be', () => {
  expect(sealText(sealed, t)).toContain(`区块 3 · 第 1 条 · 哈希 ${block.hash.slice(0, 8)}…`);
  expect(sealText(young, t)).toBe('刚刚入账，几秒后封存');
  expect([hasProof(reply), hasProof({ ...reply, transfers: [young] })]).toEqual([true, false]);
});

it.each(['good', 'leaf', 'path', 'root', 'block', 'public'] as const)('%s has words', (outcome) => {
  expect(outcomeText(outcome, t)).toMatch(outcome === 'good' ? /^✓/ : /^✗/);
});
