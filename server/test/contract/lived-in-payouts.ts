import type { BuyerWithAddress } from '../support/goods.js';
import { aDistributor, credit, payOut, settle, untilState, withdraw } from '../support/payouts.js';
import type { Caller, TestShop } from '../support/shop.js';

/** Withdrawals of the distributor, one per state. */
export interface LivedInWithdrawals {
  /** In no run. */
  requested: string;
  /** The same, to be rejected. */
  unwanted: string;
  rejected: string;
  approved: string;
  sending: string;
  awaiting: string;
  paid: string;
  lapsed: string;
  failed: string;
}

export interface LivedInPayoutRuns {
  /** A draft that finance made, and its sum. */
  draft: string;
  draftFen: number;
  /** A draft to be cancelled. */
  unwanted: string;
  approved: string;
  cancelled: string;
}

/** What the distributor gets besides what their buyers earned them: enough to be taxed. */
const CREDIT_FEN = 500_000;

/** The distributor is paid, or not, in every way there is. */
export async function livePayouts(
  shop: TestShop,
  { owner, finance }: { owner: Caller; finance: Caller },
  dan: BuyerWithAddress,
): Promise<{ withdrawals: LivedInWithdrawals; payoutRuns: LivedInPayoutRuns; taxMonth: string }> {
  await credit(shop, dan.id, CREDIT_FEN);
  const taxMonth = await payTaxed(shop, owner, finance);
  await shop.call('shop.payee', dan, { body: { realName: '丹小丹' } });
  const one = async (amountFen = 100) => (await withdraw(shop, dan, amountFen)).id;
  const sent = async (amountFen?: number) => {
    const id = await one(amountFen);
    const run = await payOut(shop, finance, owner, [{ id }]);
    return { id, run: run.id };
  };
  const rejected = await one();
  const reason = '信息不符';
  await shop.call('console.withdrawal.reject', owner, { params: { id: rejected }, body: { reason } });
  const { id: lapsed } = await sent();
  await settle(shop, lapsed, 'lapse');
  await untilState(shop, dan, lapsed, 'lapsed');
  const { id: failed } = await sent();
  const stop = { params: { id: failed }, body: { reason: '账号异常' } };
  await shop.call('console.withdrawal.stop', finance, stop);
  await untilState(shop, dan, failed, 'failed');
  const { id: paid, run: approvedRun } = await sent();
  await settle(shop, paid);
  await untilState(shop, dan, paid, 'paid');
  const { id: awaiting } = await sent();
  const sending = await unanswered(shop, sent);
  // It has to wait: its tax depends on whether the two others of the month arrive.
  const { id: approved } = await sent(100_000);
  const draft = await makeRun(shop, finance, await one(200));
  const unwantedRun = await makeRun(shop, finance, await one(300));
  const requested = await one();
  const other = await makeRun(shop, owner, requested);
  await shop.call('console.payoutRun.cancel', owner, { params: { id: other.id }, body: {} });
  const unwanted = await one();
  return {
    taxMonth,
    withdrawals: { requested, unwanted, rejected, approved, sending, awaiting, paid, lapsed, failed },
    payoutRuns: {
      draft: draft.id,
      draftFen: draft.amountFen,
      unwanted: unwantedRun.id,
      approved: approvedRun,
      cancelled: other.id,
    },
  };
}

/** Somebody else is paid so much that tax is withheld; the month of it. */
async function payTaxed(shop: TestShop, owner: Caller, finance: Caller): Promise<string> {
  const taxed = await aDistributor(shop, owner, '税税');
  await credit(shop, taxed.id, CREDIT_FEN);
  const { id } = await withdraw(shop, taxed, 100_000);
  await payOut(shop, finance, owner, [{ id }]);
  await settle(shop, id);
  return (await untilState(shop, taxed, id, 'paid')).tax.month;
}

function makeRun(shop: TestShop, maker: Caller, id: string) {
  return shop.call('console.payoutRun.create', maker, { body: { withdrawalIds: [id] } });
}

/** A withdrawal of which nobody knows whether WeChat has it. */
async function unanswered(shop: TestShop, sent: () => Promise<{ id: string }>): Promise<string> {
  await shop.control('PUT', '/sandbox/faults', { seed: 1, http: { errorRate: 1 } });
  const { id } = await sent();
  await shop.control('PUT', '/sandbox/faults', { seed: 1 });
  return id;
}
