import fc from 'fast-check';
import {
  blockText,
  GENESIS_HASH,
  type InclusionProof,
  leafText,
  nodeText,
  proofOutcome,
  proofProblem,
  shortHash,
  type ProofStep,
  type SealedTransfer,
} from './ledger-proof.js';
import { sha256 } from './sha256.js';

function transfer(seq: number): SealedTransfer {
  return {
    id: `00000000-0000-8000-8000-${String(seq).padStart(12, '0')}`,
    seq,
    from: 'commission_expense',
    to: 'held:00000000-0000-7000-8000-000000000001',
    amountFen: 100 + seq,
    reason: 'commission',
    orderId: '00000000-0000-7000-8000-000000000002',
    commissionLineId: null,
    at: '2026-11-22T05:05:09.000Z',
  };
}

/** Root and steps by the definition: neighbours are hashed together, an odd last one moves up. */
function climb(leaves: string[], position: number): { root: string; steps: ProofStep[] } {
  if (leaves.length === 1) return { root: leaves[0] ?? '', steps: [] };
  const above: string[] = [];
  const steps: ProofStep[] = [];
  for (let at = 0; at < leaves.length; at += 2) {
    const left = leaves[at] ?? '';
    const right = leaves[at + 1];
    above.push(right === undefined ? left : sha256(nodeText(left, right)));
    if (right !== undefined && at === position) steps.push({ side: 'right', hash: right });
    if (right !== undefined && at + 1 === position) steps.push({ side: 'left', hash: left });
  }
  const rest = climb(above, Math.floor(position / 2));
  return { root: rest.root, steps: [...steps, ...rest.steps] };
}

function sealed(count: number, position: number): { transfer: SealedTransfer; proof: InclusionProof } {
  const leaves = Array.from({ length: count }, (_, index) => sha256(leafText(transfer(index))));
  const { root, steps } = climb(leaves, position);
  const header = {
    id: 1,
    previousHash: GENESIS_HASH,
    root,
    entryCount: count,
    sealedAt: '2026-11-22T05:06:00.000Z',
  };
  const block = { ...header, hash: sha256(blockText(header)) };
  return { transfer: transfer(position), proof: { leaf: leaves[position] ?? '', position, steps, block } };
}

it('holds for every place in blocks of every size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, pick) => {
      const one = sealed(count, pick % count);
      expect(proofProblem(one.transfer, one.proof, sha256)).toBeNull();
    }),
  );
});

describe('a proof', () => {
  const one = sealed(11, 4);
  const { block, steps } = one.proof;

  it.each(Object.keys(one.transfer) as (keyof SealedTransfer)[])('of another %s does not hold', (field) => {
    const altered = { ...one.transfer, [field]: field === 'amountFen' ? 1 : 'altered' } as SealedTransfer;
    expect(proofProblem(altered, one.proof, sha256)).toBe('leaf');
  });

  it.each<[string, Partial<InclusionProof>]>([
    ['path', { position: 5 }],
    ['path', { position: 11 }],
    ['path', { position: -1 }],
    ['path', { steps: steps.slice(1) }],
    ['path', { block: { ...block, entryCount: 3 } }],
    ['root', { steps: steps.map((step) => ({ ...step, hash: GENESIS_HASH })) }],
    ['root', { block: { ...block, root: GENESIS_HASH } }],
    ['block', { block: { ...block, hash: GENESIS_HASH } }],
    ['block', { block: { ...block, id: 2 } }],
    ['block', { block: { ...block, sealedAt: '2026-11-23T00:00:00.000Z' } }],
    ['block', { block: { ...block, previousHash: block.hash } }],
  ])('with a wrong %s does not hold', (problem, change) => {
    expect(proofProblem(one.transfer, { ...one.proof, ...change }, sha256)).toBe(problem);
  });
});

describe('held against what everybody is shown, a proof', () => {
  const { transfer: own, proof } = sealed(5, 2);

  it.each([
    ['good', proof.block],
    ['public', undefined],
    ['public', { ...proof.block, hash: GENESIS_HASH }],
    ['public', { ...proof.block, id: 2 }],
  ])('is %s', (outcome, shown) => {
    expect(proofOutcome(own, proof, shown, sha256)).toBe(outcome);
  });

  it('is wrong in itself first', () => {
    expect(proofOutcome({ ...own, amountFen: 1 }, proof, proof.block, sha256)).toBe('leaf');
  });
});

it('shortens a hash to what people compare', () => {
  expect(shortHash(`${'a'.repeat(60)}1234`)).toBe('aaaaaaaa…aaaa1234');
});
