/**
 * The internal peer: the same join as an ORM tempts one to write it, row by row with `save()`. It leaves out
 * login, validation and the prepay, so the difference is at least what is reported. An alarm, no product code.
 */
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { fromRoot } from '../lib/paths.mjs';

const [{ makeDataSource }, { entities }, { Log }] = await Promise.all(
  ['infra/database/data-source', 'entities', 'infra/log'].map(
    (name) => import(fromRoot(`server/dist/${name}.js`)),
  ),
);

const dataSource = await makeDataSource(
  { url: process.env.DATABASE_URL, applicationName: 'tuanlink-bench-naive', entities },
  new Log('error'),
).initialize();

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
 * @param {string} userId
 * @param {Join} body
 */
const join = (userId, body) =>
  dataSource.transaction(async (/** @type {import('typeorm').EntityManager} */ tx) => {
    const { user, address, group, seats, sku, stock, mine } = await facts(tx, userId, body);
    const [line] = body.lines;
    if (mine > 0 || seats.held + seats.taken >= seats.size || stock.onHand - stock.held < line.quantity) {
      throw new Error('refused');
    }
    const [orderId, paymentId] = [randomUUID(), randomUUID()];
    const at = new Date();
    const heldUntil = new Date(at.getTime() + 7_200_000);
    const payFen = group.terms.prices[line.skuId] * line.quantity;
    const money = { goodsFen: payFen, discountFen: 0, shippingFen: 0, payFen };
    const { id: _id, userId: _user, isDefault: _default, createdAt: _at, ...copy } = address;
    const save = (/** @type {string} */ entity, /** @type {object} */ row) =>
      tx.getRepository(entity).save(row);
    const { requestId, campaignId, groupId } = body;
    const about = { id: orderId, userId, requestId, requestHash: requestId, campaignId, groupId };
    await save('ShopOrderEntity', {
      ...{ ...about, ...money, kind: 'join', state: 'unpaid', address: copy, showFace: false, note: '' },
      ...{ credit: null, heldUntil, createdAt: at },
    });
    await save('OrderLineEntity', {
      ...{ id: randomUUID(), orderId, position: 1, skuId: sku.id, productId: sku.productId, title: 'tea' },
      ...{ skuName: sku.name, quantity: 1, unitPriceFen: payFen, payFen, commission: [] },
    });
    await save('SkuStockEntity', { ...stock, held: stock.held + 1 });
    await save('GroupSeatsEntity', { ...seats, held: seats.held + 1 });
    await save('GroupSeatEntity', { orderId, groupId: body.groupId, userId, state: 'held' });
    await save('PaymentEntity', {
      ...{ id: paymentId, orderId, outTradeNo: randomUUID().replaceAll('-', ''), openid: user.openid },
      ...{ amountFen: payFen, prepayBody: '{}', expiresAt: heldUntil, state: 'open', prepayAskedAt: at },
      ...{ createdAt: at },
    });
    await save('PaymentEventEntity', { paymentId, at, actor: 'buyer', toState: 'open' });
    await save('OrderEventEntity', { orderId, at, event: 'placed', actor: 'buyer', toState: 'unpaid' });
    await save('OutboxEntity', {
      ...{ id: randomUUID(), topic: 'order.hold-expired', payload: { orderId }, dedupeKey: orderId },
      ...{ dueAt: heldUntil, createdAt: at },
    });
    return { id: orderId, payFen };
  });

const server = Fastify();
server.get('/ready', () => ({ ready: true }));
server.post('/api/shop/orders', async (request, reply) => {
  const [, payload = ''] = (request.headers.authorization ?? '').split('.');
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return reply.code(201).send(await join(sub, /** @type {Join} */ (request.body)));
});
process.once('SIGTERM', () => process.exit(0));
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
