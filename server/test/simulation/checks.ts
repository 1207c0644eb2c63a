import { type Broken, findBroken } from '../rules/index.js';
import { LedgerVerifier } from '../../src/domains/ledger/ledger.verifier.js';
import type { Day } from './day.js';

/** Something that is not as it must be at the end of a simulated day. */
export type Failure = Broken;

/** Checks everything that must hold when nothing is left to happen. */
export async function findFailures(day: Day): Promise<Failure[]> {
  const { shop } = day;
  const look = <T extends object>(sql: string) => shop.rows<T>(sql);
  return [
    ...jobFailures(day),
    ...(await findBroken(look, true)),
    ...(await moneyFailures(day)),
    ...(await refundFailures(day)),
    ...(await transferFailures(day)),
    ...(await clientFailures(day)),
    ...(await stockFailures(day)),
    ...(await ledgerFailures(day)),
  ];
}

function broken(rule: string, rows: readonly object[]): Failure[] {
  return rows.length === 0 ? [] : [{ rule, rows: rows.slice(0, 3) }];
}

/** A database that is there and a WeChat that may be away are no reason for a job to throw. */
function jobFailures({ shop }: Day): Failure[] {
  const { deadLetters, errors } = shop.worker;
  const thrown = errors.map(({ job, error }) => ({
    job,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  return [...broken('rule 6: a dead letter', deadLetters), ...broken('rule 6: a job that threw', thrown)];
}

interface Known {
  transactionId: string;
  amountFen: number;
  openid: string;
}

/** WeChat's payments and the shop's, each in the other's books with the same amount and payer. */
async function moneyFailures({ shop }: Day): Promise<Failure[]> {
  const known = await shop.rows<Known>(
    `select transaction_id as "transactionId", amount_fen as "amountFen", openid from payment y
     where transaction_id is not null
       and not exists (select 1 from odd_money m where m.transaction_id = y.transaction_id)
     union all select transaction_id, amount_fen, openid from odd_money`,
  );
  const ours = new Map(known.map((one) => [one.transactionId, one]));
  const { money } = shop.wechat.books;
  const differing = [...money.values()].filter((theirs) => {
    const one = ours.get(theirs.transactionId);
    return one?.amountFen !== theirs.amountFen || one.openid !== theirs.openid;
  });
  const invented = known.filter(({ transactionId }) => !money.has(transactionId));
  const [clearing] = await shop.rows<{ fen: number }>(
    `select coalesce(sum(case when to_account = 'wechat_clearing' then amount_fen
       when from_account = 'wechat_clearing' then -amount_fen end), 0)::float8 as fen from ledger_transfer`,
  );
  const wechatFen = shop.wechat.books.balanceFen - shop.wechat.transfers.paidFen;
  const sums = { wechatFen, ledgerFen: -(clearing?.fen ?? 0) };
  return [
    ...broken('rule 5: a payment at WeChat that the shop does not know as it was', differing),
    ...broken('rule 5: a payment in the shop that was never made', invented),
    ...broken(
      'rule 7: what WeChat holds and what the ledger says it holds differ',
      sums.wechatFen === sums.ledgerFen ? [] : [sums],
    ),
  ];
}

/** WeChat's refunds and the shop's. */
async function refundFailures({ shop }: Day): Promise<Failure[]> {
  const ours = await shop.rows<{ outRefundNo: string; amountFen: number; state: string }>(
    `select out_refund_no as "outRefundNo", amount_fen as "amountFen", state from refund
     where not settled_outside`,
  );
  const byNumber = new Map(ours.map((one) => [one.outRefundNo, one]));
  const { refunds } = shop.wechat.books;
  const theirs = [...refunds.values()];
  const unknown = theirs.filter(({ outRefundNo, amountFen, status }) => {
    const one = byNumber.get(outRefundNo);
    return status === 'SUCCESS' && (one?.state !== 'succeeded' || one.amountFen !== amountFen);
  });
  const unsent = ours.filter(({ outRefundNo, state }) => {
    return state === 'succeeded' && refunds.get(outRefundNo)?.status !== 'SUCCESS';
  });
  return [
    ...broken('rule 5: a refund that arrived and the shop does not know of', unknown),
    ...broken('rule 5: a refund that the shop believes in and WeChat does not', unsent),
  ];
}

/** WeChat's transfers and the shop's withdrawals. */
async function transferFailures({ shop }: Day): Promise<Failure[]> {
  const ours = await shop.rows<{ outBillNo: string; netFen: number | null; state: string }>(
    'select out_bill_no as "outBillNo", net_fen as "netFen", state from withdrawal',
  );
  const { offers } = shop.wechat.transfers;
  const paid = [...offers.values()].filter(({ state }) => state === 'SUCCESS');
  const unknown = paid.filter(({ outBillNo, amountFen }) => {
    const one = ours.find((each) => each.outBillNo === outBillNo);
    return one?.state !== 'paid' || one.netFen !== amountFen;
  });
  const unpaid = ours.filter(
    ({ outBillNo, state }) => state === 'paid' && offers.get(outBillNo)?.state !== 'SUCCESS',
  );
  const open = ours.filter(({ state }) => ['approved', 'sending', 'awaiting_confirmation'].includes(state));
  return [
    ...broken('rule 7: money that a person took and the shop does not know of', unknown),
    ...broken('rule 7: a payout that the shop believes in and WeChat does not', unpaid),
    ...broken('rule 6: a withdrawal that has not come to its end', open),
  ];
}

/** Whatever was acknowledged to a client is there, once, for the amount that was shown. */
async function clientFailures({ shop, town }: Day): Promise<Failure[]> {
  const rows = await shop.rows<{ id: string; userId: string; payFen: number }>(
    'select id, user_id as "userId", pay_fen::float8 as "payFen" from shop_order',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lost = town.orders.filter(({ orderId, userId, payFen }) => {
    const row = byId.get(orderId);
    return row?.userId !== userId || row.payFen !== payFen;
  });
  return broken('rule 14: an order that was acknowledged and is not there as it was', lost);
}

/** Nothing is on the shelf, or sold, that was not there in the morning. */
async function stockFailures({ shop, town }: Day): Promise<Failure[]> {
  const rows = await shop.rows<{ skuId: string; count: number }>(
    'select sku_id as "skuId", on_hand + sold as count from sku_stock',
  );
  const wrong = rows.filter(({ skuId, count }) => {
    const offer = town.offers.find((one) => one.skuId === skuId);
    return offer !== undefined && offer.stock !== count;
  });
  return broken('rule 1: pieces that came from nowhere, or were lost', wrong);
}

/** The verifier's own opinion. */
async function ledgerFailures({ shop }: Day): Promise<Failure[]> {
  const app = await shop.freshApi();
  const verdict = await app.get(LedgerVerifier, { strict: false }).verify();
  await app.close();
  return broken('rule 8: a ledger that does not verify', verdict.ok ? [] : [verdict]);
}
