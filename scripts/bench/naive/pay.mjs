/** A payment taken in as an ORM tempts one to write it. */
import { randomUUID } from 'node:crypto';

/** @typedef {{ outTradeNo: string, transactionId: string, amountFen: number, openid: string }} Paid */

const LOCKED = { lock: { mode: /** @type {const} */ ('pessimistic_write') } };

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {Paid} paid
 */
export async function pay(tx, { outTradeNo, transactionId, amountFen, openid }) {
  const at = new Date();
  const payment = await tx.getRepository('PaymentEntity').findOneOrFail({ where: { outTradeNo }, ...LOCKED });
  if (payment.state !== 'open' || payment.amountFen !== amountFen || payment.openid !== openid) {
    throw new Error('refused');
  }
  const orders = tx.getRepository('ShopOrderEntity');
  const order = await orders.findOneOrFail({ where: { id: payment.orderId }, ...LOCKED });
  await tx.getRepository('PaymentEntity').save({ ...payment, state: 'paid', transactionId, paidAt: at });
  await tx.getRepository('PaymentEventEntity').save({
    paymentId: payment.id,
    at,
    actor: 'wechat',
    fromState: 'open',
    toState: 'paid',
  });
  await takeStock(tx, order.id);
  await transfer(tx, order, 'paid', 'wechat_clearing', 'customer_deposits', at);
  await orders.save({ ...order, state: 'waiting_group', paidAt: at });
  await moved(tx, order.id, 'paid', 'unpaid', 'waiting_group', at);
  if (await takeSeat(tx, order, at)) {
    await succeed(tx, order.groupId, at);
  }
}

/** @param {import('typeorm').EntityManager} tx @param {string} orderId */
async function takeStock(tx, orderId) {
  for (const { skuId, quantity } of await tx.getRepository('OrderLineEntity').findBy({ orderId })) {
    const stocks = tx.getRepository('SkuStockEntity');
    const stock = await stocks.findOneOrFail({ where: { skuId }, ...LOCKED });
    const { onHand, held, sold } = stock;
    await stocks.save({ ...stock, onHand: onHand - quantity, held: held - quantity, sold: sold + quantity });
  }
}

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {any} order
 * @param {Date} at
 * @returns {Promise<boolean>} whether the group is full now
 */
async function takeSeat(tx, { id: orderId, groupId }, at) {
  const counters = tx.getRepository('GroupSeatsEntity');
  const counter = await counters.findOneOrFail({ where: { groupId }, ...LOCKED });
  const seats = tx.getRepository('GroupSeatEntity');
  const taken = await seats.findBy({ groupId, state: 'taken' });
  const numbers = new Set(taken.map(({ seatNo }) => seatNo));
  const free = Array.from({ length: counter.size }, (_, index) => index + 1).find((no) => !numbers.has(no));
  const seat = await seats.findOneByOrFail({ orderId });
  await seats.save({ ...seat, state: 'taken', joinedAt: at, seatNo: free });
  await counters.save({ ...counter, held: counter.held - 1, taken: counter.taken + 1 });
  return counter.taken + 1 === counter.size;
}

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {string} groupId
 * @param {Date} at
 */
async function succeed(tx, groupId, at) {
  const groups = tx.getRepository('BuyGroupEntity');
  const group = await groups.findOneByOrFail({ id: groupId });
  await groups.save({ ...group, state: 'succeeded', decidedAt: at });
  const event = { groupId, at, actor: 'wechat', fromState: 'forming', toState: 'succeeded' };
  await tx.getRepository('GroupEventEntity').save(event);
  const orders = tx.getRepository('ShopOrderEntity');
  for (const order of await orders.findBy({ groupId, state: 'waiting_group' })) {
    await orders.save({ ...order, state: 'to_ship' });
    await moved(tx, order.id, 'group_succeeded', 'waiting_group', 'to_ship', at);
    await transfer(tx, order, 'sold', 'customer_deposits', 'sales', at);
  }
}

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {any} order
 * @param {string} reason
 * @param {string} fromAccount
 * @param {string} toAccount
 * @param {Date} at
 */
async function transfer(tx, { id: orderId, payFen: amountFen }, reason, fromAccount, toAccount, at) {
  const row = { id: randomUUID(), fromAccount, toAccount, amountFen, reason, orderId, at };
  await tx.getRepository('LedgerTransferEntity').save(row);
}

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {string} orderId
 * @param {string} event
 * @param {string} fromState
 * @param {string} toState
 * @param {Date} at
 */
async function moved(tx, orderId, event, fromState, toState, at) {
  const row = { orderId, at, actor: 'wechat', event, fromState, toState, detail: {} };
  await tx.getRepository('OrderEventEntity').save(row);
}
