import { randomUUID } from 'node:crypto';
import type { PayoutRunReply, WithdrawalReply } from '@tuanlink/shared/replies';
import type { Buyer, Caller, TestShop } from './shop.js';

/** A transfer as WeChat holds it. */
export interface WechatTransfer {
  outBillNo: string;
  state: string;
  amountFen: number;
  openid: string;
}

/** A distributor who was approved by an operator. */
export async function aDistributor(shop: TestShop, owner: Caller, who: string | Buyer): Promise<Buyer> {
  const buyer = typeof who === 'string' ? await shop.buyer(who) : who;
  await shop.call('shop.distributor.apply', buyer, { body: { agreeToRules: true } });
  const id = await distributorId(shop, buyer.id);
  await shop.call('console.distributor.approve', owner, { params: { id }, body: {} });
  return buyer;
}

/** The distributor behind a shop user. */
export async function distributorId(shop: TestShop, userId: string): Promise<string> {
  const [row] = await shop.rows<{ id: string }>('select id from distributor where user_id = $1', [userId]);
  if (row === undefined) throw new Error('this user has not applied');
  return row.id;
}

/** Makes fen available to somebody, as if two people had agreed on it. */
export async function credit(shop: TestShop, userId: string, fen: number): Promise<void> {
  await shop.rows(
    `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
     values ($1, 'commission_expense', $2, $3, 'commission_adjusted', $4)`,
    [randomUUID(), `available:${userId}`, fen, shop.clock.now()],
  );
}

/** Makes somebody owe fen, as if what they were paid for had been given back. */
export async function indebt(shop: TestShop, userId: string, fen: number): Promise<void> {
  await shop.rows(
    `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
     values ($1, $2, 'commission_expense', $3, 'commission_reversed', $4)`,
    [randomUUID(), `debt:${userId}`, fen, shop.clock.now()],
  );
}

/** A request that must be taken. */
export function withdraw(
  shop: TestShop,
  buyer: Caller,
  amountFen: number,
  requestId: string = randomUUID(),
): Promise<WithdrawalReply> {
  return shop.call('shop.withdrawal.request', buyer, { body: { requestId, amountFen } });
}

/** A run of these withdrawals, made by one operator, approved by another, and sent. */
export async function payOut(
  shop: TestShop,
  maker: Caller,
  approver: Caller,
  withdrawals: readonly { id: string }[],
): Promise<PayoutRunReply> {
  const draft = await shop.call('console.payoutRun.create', maker, {
    body: { withdrawalIds: withdrawals.map(({ id }) => id) },
  });
  const approved = await shop.call('console.payoutRun.approve', approver, {
    params: { id: draft.id },
    body: { amountFen: draft.amountFen },
  });
  await shop.drain();
  return approved;
}

/** WeChat's number of a withdrawal. */
export async function billNo(shop: TestShop, withdrawalId: string): Promise<string> {
  const [row] = await shop.rows<{ no: string }>('select out_bill_no as no from withdrawal where id = $1', [
    withdrawalId,
  ]);
  if (row === undefined) throw new Error('there is no such withdrawal');
  return row.no;
}

/** What WeChat holds of a withdrawal; undefined when it was never asked. */
export async function atWechat(shop: TestShop, withdrawalId: string): Promise<WechatTransfer | undefined> {
  const no = await billNo(shop, withdrawalId);
  const { items } = await shop.control<{ items: WechatTransfer[] }>('GET', '/sandbox/transfers');
  return items.find(({ outBillNo }) => outBillNo === no);
}

/** The payee confirms in WeChat, or lets it lapse; the notice goes out. */
export async function settle(
  shop: TestShop,
  withdrawalId: string,
  how: 'confirm' | 'lapse' = 'confirm',
): Promise<void> {
  await shop.control('POST', `/sandbox/transfers/${await billNo(shop, withdrawalId)}/${how}`);
}

/** Waits until a withdrawal is in a state, running the jobs that are due meanwhile. */
export async function untilState(
  shop: TestShop,
  buyer: Caller,
  id: string,
  state: WithdrawalReply['state'],
): Promise<WithdrawalReply> {
  await shop.eventually(async () => {
    await shop.drain();
    return (await shop.call('shop.withdrawal', buyer, { params: { id } })).state === state;
  });
  return shop.call('shop.withdrawal', buyer, { params: { id } });
}

/** A person's balances, in the order available, paying, debt, paid. */
export async function balances(shop: TestShop, buyer: Caller): Promise<number[]> {
  const { balances: b } = await shop.call('shop.distributor', buyer);
  return [b.availableFen, b.payingFen, b.debtFen, b.paidFen];
}
