import { rootFromSteps } from '@tuanlink/shared/ledger-proof';
import fc from 'fast-check';
import {
  blockHash,
  checkBlock,
  GENESIS_HASH,
  inclusionProof,
  leafOf,
  merkleRoot,
  sha256,
  type SealedTransfer,
  type StoredBlock,
} from './ledger.rules.js';

function transfer(seq: number): SealedTransfer {
  return {
    id: `00000000-0000-8000-8000-${String(seq).padStart(12, '0')}`,
    seq,
    from: 'wechat_clearing',
    to: 'customer_deposits',
    amountFen: 100 + seq,
    reason: 'paid',
    orderId: null,
    commissionLineId: null,
    at: '2026-11-22T05:05:09.000Z',
  };
}

function block(id: number, previousHash: string, count: number): StoredBlock {
  const entries = Array.from({ length: count }, (_, index) => {
    const t = transfer(id * 1000 + index);
    return { leaf: leafOf(t), transferId: t.id, transfer: t };
  });
  const header = {
    id,
    previousHash,
    root: merkleRoot(entries.map((entry) => entry.leaf)),
    entryCount: count,
    sealedAt: '2026-11-22T05:06:00.000Z',
  };
  return { ...header, hash: blockHash(header), entries };
}

describe('an inclusion proof', () => {
  it('leads from every leaf to the root, and from no other leaf', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, pick) => {
        const leaves = Array.from({ length: count }, (_, index) => leafOf(transfer(index)));
        const position = pick % count;
        const proof = inclusionProof(leaves, position);
        expect(rootFromSteps(leaves[position] ?? '', proof, sha256)).toBe(merkleRoot(leaves));
        expect(rootFromSteps(leafOf(transfer(9_999)), proof, sha256)).not.toBe(merkleRoot(leaves));
      }),
    );
  });
});

it('a root needs at least one leaf', () => {
  expect(() => merkleRoot([])).toThrow(RangeError);
});

describe('checking blocks', () => {
  const first = block(1, GENESIS_HASH, 3);
  const second = block(2, first.hash, 2);

  it('finds nothing wrong with what was sealed', () => {
    expect(checkBlock(first, null)).toBeNull();
    expect(checkBlock(second, first)).toBeNull();
  });

  const fields = Object.keys(transfer(1)) as (keyof SealedTransfer)[];
  it.each(fields)('names the transfer whose %s was altered', (field) => {
    const entries = first.entries.map((entry, index) =>
      index === 1
        ? { ...entry, transfer: { ...entry.transfer, [field]: 'altered' } as unknown as SealedTransfer }
        : entry,
    );
    expect(checkBlock({ ...first, entries }, null)).toEqual({
      problem: 'leaf',
      transferId: first.entries[1]?.transferId,
    });
  });

  it.each<[string, StoredBlock, { id: number; hash: string } | null]>([
    ['missing', { ...first, entries: first.entries.map((entry) => ({ ...entry, transfer: null })) }, null],
    ['root', { ...first, entries: first.entries.slice(1) }, null],
    ['root', { ...first, entries: [], entryCount: 0 }, null],
    ['root', { ...first, entries: [...first.entries].reverse() }, null],
    ['chain', { ...first, hash: GENESIS_HASH }, null],
    ['chain', { ...first, sealedAt: '2026-11-23T00:00:00.000Z' }, null],
    ['chain', second, null],
    ['chain', block(3, first.hash, 1), first],
    ['chain', block(2, GENESIS_HASH, 1), first],
  ])('finds a broken %s', (problem, broken, previous) => {
    expect(checkBlock(broken, previous)?.problem).toBe(problem);
  });
});
