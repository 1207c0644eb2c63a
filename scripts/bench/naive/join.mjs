/** A join as an ORM tempts one to write it. */
import { randomUUID } from 'node:crypto';

/**
 * @typedef {{ requestId: string, lines: [{ skuId: string, quantity: number }], campaignId: string,
 *   groupId: string, addressId: string }} Join
 */

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {string} userId
 * @param {Join} body
 */
async function facts(tx, userId, body) {
  const lock = { mode: /** @type {const} */ ('pessimistic_write') };
  const find = (/** @type {string} */ entity, /** @type {object} */ where, locked = false) =>
    tx.getRepository(entity).findOneOrFail({ where, ...(locked ? { lock } : {}) });
  const [line] = body.lines;
  return {
    user: await find('ShopUserEntity', { id: userId }),
    address: await find('AddressEntity', { id: body.addressId, userId }),
    group: await find('BuyGroupEntity', { id: body.groupId }),
    seats: await find('GroupSeatsEntity', { groupId: body.groupId }, true),
    sku: await find('SkuEntity', { id: line.skuId }),
    stock: await find('SkuStockEntity', { skuId: line.skuId }, true),
    unpaid: await tx.getRepository('ShopOrderEntity').countBy({ userId, state: 'unpaid' }),
    mine: await tx.getRepository('GroupSeatEntity').countBy({ userId, groupId: body.groupId }),
  };
}

/**
 * The rows that stand for the payment and what is noted down about the order.
 * @param {import('typeorm').EntityManager} tx
 * @param {{ orderId: string, openid: string, payFen: number, at: Date, heldUntil: Date }} order
 */
async function savePayment(tx, { orderId, openid, payFen, at, heldUntil }) {
  const paymentId = randomUUID();
  await tx.getRepository('PaymentEntity').save({
    id: paymentId,
    orderId,
    outTradeNo: randomUUID().replaceAll('-', ''),
    openid,
    amountFen: payFen,
    prepayBody: '{}',
    expiresAt: heldUntil,
    state: 'open',
    prepayAskedAt: at,
    createdAt: at,
  });
  const event = { at, actor: 'buyer' };
  await tx.getRepository('PaymentEventEntity').save({ ...event, paymentId, toState: 'open' });
  await tx.getRepository('OrderEventEntity').save({ ...event, orderId, event: 'placed', toState: 'unpaid' });
  await tx.getRepository('OutboxEntity').save({
    id: randomUUID(),
    topic: 'order.hold-expired',
    payload: { orderId },
    dedupeKey: `order.hold-expired:${orderId}`,
    dueAt: heldUntil,
    createdAt: at,
  });
}

/**
 * @param {import('typeorm').EntityManager} tx
 * @param {string} userId
 * @param {Join} body
 */
export async function join(tx, userId, body) {
  const { user, address, group, seats, sku, stock, mine } = await facts(tx, userId, body);
  const [{ skuId, quantity }] = body.lines;
  if (mine > 0 || seats.held + seats.taken >= seats.size || stock.onHand - stock.held < quantity) {
    throw new Error('refused');
  }
  const orderId = randomUUID();
  const { requestId, campaignId, groupId } = body;
  const at = new Date();
  const heldUntil = new Date(at.getTime() + 7_200_000);
  const payFen = group.terms.prices[skuId] * quantity;
  const { id: _id, userId: _user, isDefault: _default, createdAt: _at, ...copy } = address;
  await tx.getRepository('ShopOrderEntity').save({
    id: orderId,
    userId,
    requestId,
    requestHash: requestId,
    campaignId,
    groupId,
    goodsFen: payFen,
    discountFen: 0,
    shippingFen: 0,
    payFen,
    heldUntil,
    createdAt: at,
    kind: 'join',
    state: 'unpaid',
    address: copy,
    showFace: false,
    note: '',
    credit: null,
  });
  await tx.getRepository('OrderLineEntity').save({
    id: randomUUID(),
    orderId,
    position: 1,
    skuId: sku.id,
    productId: sku.productId,
    title: 'tea',
    skuName: sku.name,
    quantity,
    unitPriceFen: payFen,
    payFen,
    commission: [],
  });
  await tx.getRepository('SkuStockEntity').save({ ...stock, held: stock.held + quantity });
  await tx.getRepository('GroupSeatsEntity').save({ ...seats, held: seats.held + 1 });
  await tx.getRepository('GroupSeatEntity').save({ orderId, groupId, userId, state: 'held' });
  await savePayment(tx, { orderId, openid: user.openid, payFen, at, heldUntil });
  return { id: orderId, payFen };
}
