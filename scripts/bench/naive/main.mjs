/**
 * The internal peer: the hot paths as an ORM tempts one to write them, row by row with `save()` and `find()`.
 * It leaves out login, validation, signatures and the prepay, so the difference is at least what is reported.
 * An alarm, no product code.
 */
import Fastify from 'fastify';
import { fromRoot } from '../../lib/paths.mjs';
import { join } from './join.mjs';
import { pay } from './pay.mjs';
import { productPage } from './product-page.mjs';

const [{ makeDataSource }, { entities }, { Log }] = await Promise.all(
  ['infra/database/data-source', 'entities', 'infra/log'].map(
    (name) => import(fromRoot(`server/dist/${name}.js`)),
  ),
);

/** @type {import('typeorm').DataSource} */
const dataSource = await makeDataSource(
  { url: process.env.DATABASE_URL, applicationName: 'tuanlink-bench-naive', entities },
  new Log('error'),
).initialize();

const server = Fastify();
server.get('/ready', () => ({ ready: true }));
server.post('/api/shop/orders', async (request, reply) => {
  const [, payload = ''] = (request.headers.authorization ?? '').split('.');
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const body = /** @type {import('./join.mjs').Join} */ (request.body);
  return reply.code(201).send(await dataSource.transaction((tx) => join(tx, sub, body)));
});
server.post('/api/wechat/pay-notices', async (request) => {
  const payment = /** @type {import('./pay.mjs').Paid} */ (request.body);
  await dataSource.transaction((tx) => pay(tx, payment));
  return { code: 'SUCCESS' };
});
server.get('/api/shop/products/:id', (request) => {
  const { id } = /** @type {{ id: string }} */ (request.params);
  return productPage(dataSource.manager, id);
});
process.once('SIGTERM', () => process.exit(0));
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
