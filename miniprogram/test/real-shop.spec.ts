import { jest } from '@jest/globals';
import type { CreateCampaignBody, CreateProductBody } from '@tuanlink/shared/dto';
import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { routePath } from '@tuanlink/shared/routes';
import { startTrialShop } from '../../scripts/lib/trial-shop.mjs';
import { playedWechat } from './support/small-shop.js';
import { sandboxWechat, startPhone, throughHttp } from './support/weapp-runner.js';
import type { Phone, Wechat } from './support/weapp-runner.js';

/** The built package against a real shop: its API, its worker, and the sandbox that stands for WeChat. */
jest.setTimeout(90_000);

const TITLE = '五常大米 10 斤装';
const DAY_MS = 86_400_000;

let shop: Awaited<ReturnType<typeof startTrialShop>>;
let cookie = '';
const phones: Phone[] = [];

/** Sends JSON and reads JSON; anything but success is an error. */
async function post<T>(url: string, body: object): Promise<T> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`);
  cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  return (await reply.json()) as T;
}

/** Puts one product with a campaign for two on sale. */
async function openTheShop(): Promise<void> {
  const console = <T>(path: string, body: object) => post<T>(`${shop.url}/api${path}`, body);
  const password = await shop.addOperator('boss', 'owner');
  await console(routePath('console.login'), { username: 'boss', password });
  const goods: CreateProductBody = {
    title: TITLE,
    description: '当年新米',
    images: [],
    skus: [{ name: '10 斤', priceFen: 7_900, stock: 20 }],
    status: 'on_sale',
  };
  const product = await console<ConsoleProductReply>(routePath('console.product.create'), goods);
  const offer: CreateCampaignBody = {
    productId: product.id,
    kind: 'timed',
    title: '大米两人团',
    size: 2,
    windowMinutes: 60,
    startsAt: new Date(Date.now() - DAY_MS).toISOString(),
    endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    prices: product.skus.map(({ id }) => ({ skuId: id, priceFen: 5_900 })),
    commission: { rateBp: 500 },
  };
  const campaign = await console<ConsoleCampaignReply>(routePath('console.campaign.create'), offer);
  const { id, version } = campaign;
  await console(routePath('console.campaign.publish', { id }), { version });
}

/** A phone of somebody whom WeChat knows, and the shop does not yet. */
async function newPerson(nickname: string): Promise<{ phone: Phone; wechat: Wechat }> {
  const { openid } = await post<{ openid: string }>(`${shop.sandboxUrl}/sandbox/users`, { nickname });
  const wechat = { ...playedWechat(), ...sandboxWechat(shop.sandboxUrl, openid) };
  const phone = startPhone({ network: throughHttp(shop.url), wechat });
  phones.push(phone);
  return { phone, wechat };
}

/** Gives the checkout on screen an address out of WeChat's book. */
async function fillIn(phone: Phone): Promise<void> {
  await phone.see('¥59.00');
  await phone.tap('添加收货地址');
  await phone.tap('从微信选择');
  await phone.tap('保存');
  await phone.see('文三路 99 号');
}

/** From the checkout on screen to the result: an address, one button, the cashier. */
async function buy(phone: Phone): Promise<void> {
  await fillIn(phone);
  await phone.tap('提交并支付');
  await phone.see('已支付 ¥59.00');
}

beforeAll(async () => {
  // The start's progress is for a terminal.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  shop = await startTrialShop('weapp');
  await openTheShop();
});

afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.close()));
  await shop?.stop();
});

it('two people buy together: home, product, group, checkout, payment, result, orders', async () => {
  const { phone: leader } = await newPerson('团长');
  await leader.open();
  await leader.see('2人团');
  await leader.tap(TITLE);
  await leader.see('当年新米');
  await leader.tap('#buy-open');
  await buy(leader);
  await leader.see('还差 1 人');

  const card = await leader.share();
  expect(card.title).toContain('还差1人');
  const { phone: friend } = await newPerson('好友');
  await friend.open(card.path, { scene: 1007 });
  await friend.see('还差 1 人');
  await friend.tap('立即参团');
  await buy(friend);
  await friend.see('拼团成功');
  await leader.see('拼团成功');

  await leader.tap('查看订单');
  await leader.see('商家正在准备发货');
  await friend.relaunch('/pages/orders/index');
  await friend.see('待发货');
  expect(await friend.count('.order-card')).toBe(1);
  expect([...leader.errors, ...friend.errors]).toEqual([]);
});

it('a cashier that is closed keeps seat and order, which are paid later', async () => {
  const { phone, wechat } = await newPerson('犹豫');
  const pay = wechat.pay;
  wechat.pay = () => Promise.reject(new Error('cancel'));
  await phone.open();
  await phone.tap(TITLE);
  await phone.tap('#buy-open');
  await fillIn(phone);
  await phone.tap('提交并支付');
  await phone.see('还没有支付', 20_000);
  wechat.pay = pay;
  await phone.relaunch('/pages/orders/index');
  await phone.tap('待付款', 1);
  await phone.tap('继续支付');
  await phone.see('支付成功，已占位');
  expect(phone.errors).toEqual([]);
});
