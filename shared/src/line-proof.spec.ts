import { blockText, GENESIS_HASH, leafText, type SealedBlock, type SealedTransfer } from './ledger-proof.js';
import { addsUp, checkLine, type ShownLine } from './line-proof.js';
import type { CommissionProofReply, TransferProofReply } from './replies/index.js';
import { sha256 } from './sha256.js';

const idOf = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [me, other, order, lineId, partId] = [61, 62, 41, 71, 72].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];

const line: ShownLine = {
  id: lineId,
  orderId: order,
  orderLineId: idOf(51),
  state: 'held',
  formula: { baseFen: 2_990, rateBp: 1_000, rounding: 'floor', amountFen: 299, reversedFen: 0 },
};

const held: SealedTransfer = {
  id: idOf(91),
  seq: 7,
  from: 'commission_expense',
  to: `held:${me}`,
  amountFen: 299,
  reason: 'commission_held',
  orderId: order,
  commissionLineId: lineId,
  at: '2026-07-14T06:02:00.000Z',
};
const partBack: SealedTransfer = {
  ...held,
  id: idOf(92),
  from: held.to,
  to: held.from,
  amountFen: 100,
  reason: 'commission_reversed',
  commissionLineId: partId,
};

/** Sealed alone in a block of its own. */
function sealed(transfer: SealedTransfer): TransferProofReply {
  const leaf = sha256(leafText(transfer));
  const header = {
    id: transfer.seq,
    previousHash: GENESIS_HASH,
    root: leaf,
    entryCount: 1,
    sealedAt: transfer.at,
  };
  const block = { ...header, hash: sha256(blockText(header)) };
  return { transfer, proof: { leaf, position: 0, steps: [], block } };
}

const replyOf = (transfers: TransferProofReply[], partIds: string[] = []): CommissionProofReply => ({
  lineId,
  partIds,
  transfers,
  head: null,
});

/** Checks with a public list that shows what was sealed: only what the transfers are about can be wrong. */
function check(reply: CommissionProofReply, shown: ShownLine = line, userId: string | null = me) {
  const blocks = reply.transfers.map(({ proof }) => proof?.block);
  const read = async (id: number): Promise<SealedBlock | undefined> =>
    blocks.find((block) => block?.id === id);
  return checkLine({ line: shown, reply, userId, read, sha256 });
}

const moved = (part: Partial<SealedTransfer>) => ({ ...held, ...part });
const reversed = (reversedFen: number, state: ShownLine['state'] = 'held'): ShownLine => ({
  ...line,
  state,
  formula: { ...line.formula, reversedFen },
});

it('is good when its transfers are about it and come to its amount', async () => {
  expect(await check(replyOf([sealed(held)]))).toEqual({ outcomes: { [held.id]: 'good' }, whole: 'good' });
});

it.each<[string, Partial<SealedTransfer>]>([
  ['no line', { commissionLineId: null }],
  ['another line', { commissionLineId: idOf(99) }],
  ['another order', { orderId: idOf(49) }],
  ['no order', { orderId: null }],
  ["somebody else's account", { to: `held:${other}` }],
  ['an account that only looks like the reader’s', { to: `sales:${me}` }],
  ['money that is being paid out', { to: `paying:${me}` }],
  ['money of the shop that no commission is paid from', { from: 'bank' }],
  ['money between two people', { from: `held:${other}` }],
  ['no person at all', { to: 'sales' }],
])('a sealed transfer about %s proves nothing here', async (_, part) => {
  const { outcomes, whole } = await check(replyOf([sealed(moved(part))]));
  expect([Object.values(outcomes), whole === 'good']).toEqual([['line'], false]);
});

it('belongs to the line that was asked for', async () => {
  const { outcomes } = await check({ ...replyOf([sealed(held)]), lineId: idOf(99) });
  expect(outcomes).toEqual({ [held.id]: 'line' });
});

it('says first what is wrong with the seal', async () => {
  const item = sealed(held);
  const altered = replyOf([{ ...item, transfer: moved({ amountFen: 1 }) }]);
  expect(await check(altered)).toEqual({ outcomes: { [held.id]: 'leaf' }, whole: 'sum' });
});

it('sees a foreign transfer before it is sealed', async () => {
  const young = { transfer: moved({ commissionLineId: null }), proof: null };
  expect(await check(replyOf([young]))).toEqual({ outcomes: { [held.id]: 'line' }, whole: null });
});

it('says nothing about the whole while a transfer is young', async () => {
  expect(await check(replyOf([{ transfer: held, proof: null }]))).toEqual({ outcomes: {}, whole: null });
});

it.each<[string, TransferProofReply[], ShownLine]>([
  ['less than is shown', [sealed(moved({ amountFen: 200 }))], line],
  ['more than is shown', [sealed(moved({ amountFen: 300 }))], line],
  ['nothing, where something is shown', [], line],
  ['the same transfer twice', [sealed(moved({ amountFen: 100 })), sealed(moved({ amountFen: 199 }))], line],
  ['the whole, where a part was taken back', [sealed(held)], reversed(100)],
  ['something, of a line that was reversed', [sealed(held)], reversed(299, 'reversed')],
  ['something, of a line that earned nothing', [sealed(held)], { ...line, state: 'none' }],
])('does not add up with %s', async (_, transfers, shown) => {
  expect((await check(replyOf(transfers), shown)).whole).toBe('sum');
});

describe('a part taken back', () => {
  const both = [sealed(held), sealed({ ...partBack, seq: 8 })];

  it('counts where the reply names it', async () => {
    const good = await check(replyOf(both, [partId]), reversed(100));
    expect(good).toEqual({ outcomes: { [held.id]: 'good', [partBack.id]: 'good' }, whole: 'good' });
    expect((await check(replyOf(both), reversed(100))).outcomes).toMatchObject({ [partBack.id]: 'line' });
  });

  it('cannot give anything: what another line earned does not pass for one', async () => {
    const given = sealed(moved({ commissionLineId: partId }));
    const { outcomes } = await check(replyOf([given], [partId]));
    expect(outcomes).toEqual({ [held.id]: 'line' });
  });

  it('is a line of its own, with or without transfers', () => {
    const part: ShownLine = { ...line, id: partId, formula: { ...line.formula, amountFen: -100 } };
    const reply = { ...replyOf([sealed(partBack)]), lineId: partId };
    expect(addsUp({ line: part, reply, userId: me })).toBe(true);
    expect(addsUp({ line: part, reply: { ...reply, transfers: [] }, userId: me })).toBe(true);
  });
});

it('lets money go on between accounts of one person', async () => {
  const due = moved({ id: idOf(93), seq: 9, from: held.to, to: `available:${me}`, amountFen: 299 });
  const settled = moved({ id: idOf(94), seq: 10, from: held.to, to: `debt:${me}`, amountFen: 99 });
  const rest = { ...due, amountFen: 200 };
  const available: ShownLine = { ...line, state: 'available' };
  expect((await check(replyOf([sealed(held), sealed(due)]), available)).whole).toBe('good');
  expect((await check(replyOf([sealed(held), sealed(settled), sealed(rest)]), available)).whole).toBe('good');
});

it('an adjustment needs no order, but its transfers', async () => {
  const { formula } = line;
  const taken: ShownLine = {
    ...line,
    orderId: null,
    orderLineId: null,
    state: 'available',
    formula: { ...formula, amountFen: -200 },
  };
  const from = { to: held.from, orderId: null, reason: 'commission_adjusted' };
  const first = sealed(moved({ ...from, from: `available:${me}`, amountFen: 150 }));
  const rest = sealed(moved({ ...from, id: idOf(95), seq: 8, from: `debt:${me}`, amountFen: 50 }));
  expect((await check(replyOf([first, rest]), taken)).whole).toBe('good');
  expect((await check(replyOf([]), taken)).whole).toBe('sum');
});

it('a reader who does not know whose line it is still sees that it is of one person', async () => {
  expect((await check(replyOf([sealed(held)]), line, null)).whole).toBe('good');
  const elsewhere = sealed(moved({ id: idOf(96), seq: 8, to: `held:${other}` }));
  const { outcomes } = await check(replyOf([sealed(held), elsewhere]), line, null);
  expect(outcomes).toEqual({ [held.id]: 'good', [elsewhere.transfer.id]: 'line' });
});

it.each(['estimated', 'none'] as const)('a line that is %s stands in no ledger', async (state) => {
  expect(await check(replyOf([]), { ...line, state })).toEqual({ outcomes: {}, whole: null });
});
