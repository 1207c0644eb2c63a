/**
 * `npm run screenshots`: makes the pictures of the documentation anew, in `docs/images`. Starts a demo shop
 * of its own, uses both faces as people do, and stops it again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { prepare } from './lib/build.mjs';
import { fromRoot } from './lib/paths.mjs';
import { runMain, say } from './lib/progress.mjs';

const FOLDER = fromRoot('docs/images');
/** A picture in a repository stays small. */
const BYTES_MAX = 200_000;
const PHONE = { viewport: { width: 375, height: 667 }, deviceScaleFactor: 2, locale: 'zh-CN' };
const DESK = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' };
const OPERATOR = { username: 'owner', password: 'tuanlink-demo' };
/** Somebody of the demo shop who has an address and is in no running group, and its distributor. */
const BUYER = '测试用户·蜜蜜';
const DISTRIBUTOR = '测试用户·团长小满';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof import('./lib/trial-shop.mjs').startTrialShop>>} TrialShop */

/**
 * Keeps what is on screen, with as few colours as it needs.
 * @param {Page} page
 * @param {string} name
 */
async function picture(page, name) {
  const { default: sharp } = await import('sharp');
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  const shot = await page.screenshot({ animations: 'disabled' });
  const small = await sharp(shot).png({ palette: true, quality: 90, effort: 10 }).toBuffer();
  if (small.length > BYTES_MAX) {
    throw new Error(`${name} has ${small.length} bytes, more than ${BYTES_MAX}`);
  }
  fs.writeFileSync(path.join(FOLDER, `${name}.png`), small);
  say(`${name}: ${Math.ceil(small.length / 1024)} KB`);
}

/**
 * Follows the login button to the sandbox and comes back as somebody of the demo shop.
 * @param {Page} page
 * @param {string} nickname
 */
async function logIn(page, nickname) {
  await page.getByText('微信登录').click();
  await page.locator('button.user', { hasText: nickname }).click();
}

/**
 * The group that two more people are wanted for, so that it still forms when one has joined.
 * @param {TrialShop} shop
 * @returns {Promise<string>} its id
 */
async function groupToJoin(shop) {
  const reply = await fetch(`${shop.url}/api/shop/groups?scope=open&limit=50`);
  const { items } = /** @type {{ items: { id: string, size: number, takenCount: number }[] }} */ (
    await reply.json()
  );
  const wanted = items
    .filter(({ size, takenCount }) => size - takenCount === 2)
    .sort((a, b) => b.takenCount - a.takenCount)[0];
  if (wanted === undefined) {
    throw new Error('the demo shop has no group that two are missing in');
  }
  return wanted.id;
}

/**
 * From the home page through a group to the result of paying; then what a distributor sees.
 * @param {TrialShop} shop
 * @param {import('playwright-core').Browser} browser
 */
async function photographApp(shop, browser) {
  const buyer = await (await browser.newContext(PHONE)).newPage();
  await buyer.goto(shop.url);
  await buyer.locator('.product-card').first().waitFor();
  await picture(buyer, 'home');
  await buyer.goto(`${shop.url}/#/packages/buy/group/index?id=${await groupToJoin(shop)}`);
  await buyer.locator('#join').waitFor();
  await picture(buyer, 'group');
  await buyer.locator('#join').click();
  await logIn(buyer, BUYER);
  await buyer.getByText('提交并支付').waitFor();
  await picture(buyer, 'checkout');
  await buyer.getByText('提交并支付').click();
  await buyer.locator('button[value=pay]').click();
  await buyer.getByText('还差 1 人').first().waitFor();
  await picture(buyer, 'result');
  const distributor = await (await browser.newContext(PHONE)).newPage();
  await distributor.goto(`${shop.url}/#/packages/promote/centre/index`);
  await logIn(distributor, DISTRIBUTOR);
  await distributor.getByText('待结算').first().waitFor();
  await picture(distributor, 'promote');
}

/**
 * The orders desk and a campaign.
 * @param {TrialShop} shop
 * @param {import('playwright-core').Browser} browser
 */
async function photographConsole(shop, browser) {
  const page = await (await browser.newContext(DESK)).newPage();
  await page.context().request.post(`${shop.url}/api/console/session`, { data: OPERATOR });
  await page.goto(`${shop.url}/console/orders`);
  await page.locator('.data-list[aria-busy=false]').waitFor();
  await picture(page, 'console-orders');
  await page.goto(`${shop.url}/console/campaigns`);
  await page.locator('tr[data-id] a').first().click();
  await page.getByTestId('phone-preview').locator('img').waitFor();
  await picture(page, 'console-campaign');
}

await runMain(async () => {
  await prepare(['h5', 'console', 'server', 'scripts']);
  const { launchBrowser } = await import('./lib/browser.mjs');
  const { startTrialShop } = await import('./lib/trial-shop.mjs');
  fs.mkdirSync(FOLDER, { recursive: true });
  const shop = await startTrialShop('screenshots', 'demo');
  try {
    const browser = await launchBrowser();
    try {
      await photographApp(shop, browser);
      await photographConsole(shop, browser);
    } finally {
      await browser.close();
    }
  } finally {
    await shop.stop();
  }
});
