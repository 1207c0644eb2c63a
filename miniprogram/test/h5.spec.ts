import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/lib/browser.mjs';
import { SANDBOX, openH5 } from './support/h5-page.js';
import type { H5Options } from './support/h5-page.js';
import { findIllegible } from './support/legibility.js';
import { SmallShop, ids } from './support/small-shop.js';
import { group } from './support/small-shop-goods.js';

const GROUP = `/packages/buy/group/index?id=${ids.group}&share=Sharer0001`;
const CHECKOUT = `/packages/buy/checkout/index?mode=join&group=${ids.group}&sku=${ids.sku}`;

/** What WeChat leaves of a screen of 375 × 667 points below its own bar. */
const UNDER_WECHATS_BAR = 603;

let browser: Browser;
let shop: SmallShop;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(() => browser.close());

beforeEach(() => {
  shop = new SmallShop();
});

async function open(options: H5Options) {
  const opened = await openH5(browser, shop, options);
  return { ...opened, see: (text: string) => opened.page.getByText(text).first().waitFor() };
}

describe.each(['normal', 'large', 'largest'] as const)('the landing page in %s type', (font) => {
  it('shows what, how much, who, how many are missing, until when and the button without scrolling', async () => {
    const title = '赣南脐橙 果径 70–80 mm 现摘现发 坏果包赔 顺丰冷链 5 斤装';
    shop.answers['shop.group'] = () => group({ product: { ...group().product, title } });
    const { page, see } = await open({ url: GROUP, font, height: UNDER_WECHATS_BAR });
    await see('还差 1 人');
    const places = [
      '.group__title',
      '.group__prices',
      '.seats',
      '.group__headline',
      '.group__until',
      '#join',
    ];
    for (const place of places) {
      const box = await page.locator(place).first().boundingBox();
      expect(box === null ? place : box.y + box.height).toBeLessThanOrEqual(UNDER_WECHATS_BAR);
    }
    const bar = await page.locator('.page__bar').boundingBox();
    const until = await page.locator('.group__until').boundingBox();
    expect((until?.y ?? 999) + (until?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
    await page.close();
  });
});

describe.each([
  ['normal', 'zh-CN'],
  ['largest', 'en'],
] as const)('in %s type, %s', (font, language) => {
  it.each([
    ['home', '/pages/home/index'],
    ['groups', '/pages/groups/index'],
    ['orders', '/pages/orders/index'],
    ['me', '/pages/me/index'],
    ['product', `/packages/buy/product/index?id=${ids.product}`],
    ['group', GROUP],
    ['checkout', CHECKOUT],
    ['result', `/packages/buy/result/index?id=${ids.order}`],
    ['order', `/packages/order/detail/index?id=${ids.order}`],
    ['centre', '/packages/promote/centre/index'],
    ['ledger', '/packages/promote/ledger/index'],
    ['line', `/packages/promote/line/index?id=${ids.line}`],
    ['withdraw', '/packages/promote/withdraw/index'],
    ['after-sales', '/packages/order/after-sales/index'],
    ['after-sale', `/packages/order/after-sale/index?id=${ids.afterSale}`],
    ['addresses', '/packages/account/addresses/index?pick=1'],
    ['address', '/packages/account/address/index'],
  ])(
    'everybody can read and hit everything on %s',
    async (_name, url) => {
      const { page, errors } = await open({ url, font, language });
      await page.locator('.skeleton, .checkout__counting').first().waitFor({ state: 'detached' });
      await page.locator('.page__body > *').first().waitFor();
      await page.waitForTimeout(400);
      expect(await findIllegible(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
    30_000,
  );
});

it('finds what cannot be read or hit', async () => {
  const page = await browser.newPage({ viewport: { width: 375, height: 667 } });
  await page.setContent(`<body style="margin: 0; background: #fff; font: 15px sans-serif">
    <p style="color: #999">pale</p> <p style="color: #666">fair</p> <p style="font-size: 30px; color: #888">large</p>
    <div role="button" style="width: 44px; height: 30px">low</div>
    <p style="width: 500px; white-space: nowrap">wide</p></body>`);
  const found = await findIllegible(page);
  expect(found.map(({ what, text }) => `${what} ${text}`)).toEqual([
    'contrast pale',
    'cut wide',
    'target low',
  ]);
  await page.close();
});

it('shows everything to somebody who is not logged in, and asks when they want to buy', async () => {
  const { page, see } = await open({ url: GROUP, loggedIn: false });
  await see('还差 1 人');
  expect(shop.bodies('shop.visit')).toEqual([expect.objectContaining({ token: 'Sharer0001' })]);
  await page.locator('#join').click();
  await see('登录后继续');
  const leaving = page.waitForRequest(`${SANDBOX}/**`);
  await page.getByText('微信登录').click();
  const asked = new URL((await leaving).url());
  expect(asked.pathname).toBe('/sandbox/login');
  expect(asked.searchParams.get('redirect')).toContain('#/packages/buy/checkout/index?mode=join');
  await page.close();
});

it('comes back from logging in where it left, and takes the code out of the address', async () => {
  const { page, see } = await open({ url: CHECKOUT, loggedIn: false });
  await see('登录后继续');
  await page.goto(`${new URL(page.url()).origin}/?code=fromWechat#${CHECKOUT}`);
  await see('文三路 99 号');
  expect(shop.bodies('shop.login')).toEqual([expect.objectContaining({ code: 'fromWechat' })]);
  expect(page.url()).not.toContain('fromWechat');
  await page.close();
});

it('goes to the cashier with the way back, under a request that is stored', async () => {
  const { page, see } = await open({ url: CHECKOUT });
  await see('文三路 99 号');
  const leaving = page.waitForRequest(`${SANDBOX}/**`);
  await page.locator('#submit').click();
  const asked = new URL((await leaving).url());
  expect(asked.searchParams.get('prepay_id')).toBe('wx01');
  expect(asked.searchParams.get('redirect')).toContain(`#/packages/buy/result/index?id=${ids.order}`);
  expect(shop.asked('shop.order.place')).toHaveLength(1);
  await page.close();
});

it('shows the way into WeChat where there is no sandbox', async () => {
  const { page, see } = await open({ url: CHECKOUT, loggedIn: false, sandboxUrl: null });
  await page.getByText('微信登录').click();
  await see('请在微信中打开');
  expect(page.url()).toContain(CHECKOUT);
  await page.close();
});

it('stays a column on a wide screen', async () => {
  const { page, see } = await open({ url: '/pages/home/index', width: 1440, height: 900 });
  await see('赣南脐橙');
  for (const part of ['.page', '.weui-tabbar']) {
    const box = await page.locator(part).first().boundingBox();
    expect(box?.width).toBeLessThan(480);
    expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) / 2 - 720)).toBeLessThan(10);
  }
  await page.close();
});
