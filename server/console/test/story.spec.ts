import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../scripts/lib/browser.mjs';
import { startTrialShop } from '../../../scripts/lib/trial-shop.mjs';
import { Buyer } from './support/buyer.js';
import { type Face, told } from './support/face.js';
import { Operator } from './support/operator.js';

/**
 * One story through both faces, by clicking: a real shop with all its processes, the console, and the
 * buyers' app in a browser per person. Each part goes on where the one before it ended; when one fails,
 * the error tells what everybody saw, and `.cache/failures` has pictures of it.
 */
jest.setTimeout(240_000);

const TITLE = '赣南脐橙 5 斤装';
const WEEK_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

let shop: Awaited<ReturnType<typeof startTrialShop>>;
let browser: Browser;
let password: string;
let cashierPassword: string;
let operator: Operator;
let cashier: Operator;
let seller: Buyer;
let anna: Buyer;
let ben: Buyer;
let chen: Buyer;
let orderId: string;
let productLink: string;
let groupLink: string;
const faces: Face[] = [];

beforeAll(async () => {
  // The start's progress is for a terminal.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  shop = await startTrialShop('story');
  password = await shop.addOperator('boss', 'owner');
  browser = await launchBrowser();
  operator = await Operator.arrive(browser, shop.url);
  cashier = await Operator.arrive(browser, shop.url);
  cashierPassword = await shop.addOperator('cashier', 'finance');
  [seller, anna, ben, chen] = await Promise.all([
    Buyer.arrive(browser, shop.url, '小推'),
    Buyer.arrive(browser, shop.url, '安娜'),
    Buyer.arrive(browser, shop.url, '小本'),
    Buyer.arrive(browser, shop.url, '阿陈'),
  ]);
  faces.push(operator.face, cashier.face, ...[seller, anna, ben, chen].map(({ face }) => face));
});

afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

/** Repeats what shows the present until it holds. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds());) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
  }
}

/** An operator makes a product with a picture. */
async function productIsMade(): Promise<void> {
  const { face } = operator;
  await operator.logIn('boss', password);
  await operator.choose('商品');
  await face.part('product-new').click();
  await face.part('product-title').fill(TITLE);
  await face.part('product-description').fill('当季现摘，产地直发。');
  const picture = { name: 'orange.png', mimeType: 'image/png', buffer: await face.page.screenshot() };
  await face.page.locator('input[type=file]').setInputFiles(picture);
  await face.page.locator('figure.picture img').waitFor();
  await face.part('sku-name-0').fill('5 斤');
  await face.part('sku-price-0').fill('59.90');
  await face.part('sku-cost-0').fill('20');
  await face.part('sku-stock-0').fill('100');
  await operator.select('product-status', '在售');
  await face.part('product-save').click();
  await face.see('为它创建活动');
}

/** The operator makes a campaign for three, and publishes it. */
async function campaignIsPublished(): Promise<void> {
  const { face } = operator;
  await face.tap('为它创建活动');
  await face.part('campaign-title').fill('脐橙三人团');
  await face.part('campaign-price-0').fill('39.90');
  await face.part('campaign-size').fill('3');
  await face.part('campaign-save-publish').click();
  await face.see('活动已发布');
  await face.part('campaign-pause').waitFor();
  await operator.choose('活动');
  await operator.settled();
  expect(await operator.row('脐橙三人团').innerText()).toMatch(/进行中/);
}

/** A visitor sees shop and product without logging in. */
async function visitorLooksAround(): Promise<void> {
  const { face } = anna;
  await anna.open('/');
  await face.see('3人团');
  await face.tap(TITLE);
  await face.see('单独购买');
  await face.see('当季现摘');
  expect(await face.look()).toMatch(/¥39\.90.*¥59\.90/);
}

/** Somebody applies to sell, and the operator agrees. */
async function distributorIsApproved(): Promise<void> {
  const { face } = seller;
  await seller.open('/');
  await face.tap('我的');
  await seller.logIn();
  await seller.takeName();
  await face.tap('推广中心');
  await face.tap('#agree');
  await face.tap('#apply');
  await face.see('申请已提交');
  await operator.choose('推广员');
  await operator.settled();
  const row = operator.row('小推');
  await row.getByTestId('distributor-approve').click();
  await operator.face.part('distributor-confirm').click();
  await row.getByText('已通过').waitFor();
}

/** The distributor copies the link of a product. */
async function productIsShared(): Promise<void> {
  const { face } = seller;
  await face.page.reload();
  await face.tap('去选商品');
  await face.tap(TITLE);
  productLink = await seller.copyLink();
  expect(productLink).toMatch(new RegExp(`^${shop.url}/s/[0-9A-Za-z]{10}$`));
}

/** The first buyer opens the link and a group, with two presses of the button one order. */
async function groupIsOpened(): Promise<void> {
  const { face } = anna;
  await anna.open(productLink);
  await face.see(TITLE);
  await face.tap('#buy-open');
  await anna.logIn();
  await anna.addAddress();
  await anna.submitAndPay(2);
  await face.see('还差 2 人');
  expect(await paymentsAtWechat()).toBe(1);
  orderId = anna.orderOnScreen();
  groupLink = await anna.copyLink();
}

/** Two more join through the link of the group, and it succeeds before the eyes of all. */
async function groupSucceeds(): Promise<void> {
  for (const buyer of [ben, chen]) {
    await buyer.open(groupLink);
    await buyer.face.see('剩余');
    await buyer.face.tap('#join');
    await buyer.logIn();
    await buyer.addAddress();
    await buyer.submitAndPay();
    await buyer.face.see(buyer === ben ? '还差 1 人' : '拼团成功');
  }
  await Promise.all([anna, ben].map(({ face }) => face.see('拼团成功')));
  expect(await paymentsAtWechat()).toBe(3);
}

/** A buyer who no longer wants it asks for the money, and the operator agrees. */
async function moneyIsAskedBack(): Promise<void> {
  const { face } = ben;
  await face.tap('#to-order');
  await face.tap('#order-ask-back');
  await face.tap('不想要了');
  await face.tap('#ask-submit');
  await face.see('待商家处理');
  await operator.choose('售后');
  await operator.settled();
  await operator.row('不想要了').getByTestId('after-sale-open').click();
  await operator.face.part('after-sale-approve').click();
  await operator.confirm('同意');
  await operator.face.page.keyboard.press('Escape');
  await operator.await('不想要了', '已退款');
  await face.page.reload();
  await face.see('已退款');
}

/** A refund that the operator asks for waits until a second person allows it. */
async function refundNeedsTwo(): Promise<void> {
  const { face } = operator;
  await operator.choose('订单');
  await operator.settled();
  await operator.row(chen.orderOnScreen().slice(-8)).getByTestId('order-open').click();
  await face.part('order-refund').click();
  await face.part('refund-quantity').fill('1');
  await face.part('refund-reason').fill('最后一箱压坏了');
  await operator.confirm('退款');
  await face.see('等待另一位同事复核');
  await face.page.keyboard.press('Escape');
  await cashier.logIn('cashier', cashierPassword);
  await cashier.choose('复核');
  await cashier.settled();
  const row = cashier.row('最后一箱压坏了');
  await row.locator('.ant-table-row-expand-icon').click();
  await cashier.face.see('¥39.90');
  await row.getByTestId('approval-approve').click();
  await cashier.confirm('通过');
  await row.getByText('已通过').waitFor();
  await cashier.choose('退款');
  await cashier.settled();
  await cashier.await('最后一箱压坏了', '已退回');
}

/** The operator ships, and the buyer confirms the receipt. */
async function parcelArrives(): Promise<void> {
  await operator.choose('订单');
  await operator.settled();
  await operator.row(orderId.slice(-8)).getByTestId('order-ship').click();
  await operator.face.part('ship-carrier').fill('SF');
  await operator.face.part('ship-tracking').fill('SF1234567890');
  await operator.face.part('ship-submit').click();
  await operator.row('SF1234567890').getByText('已发货').waitFor();
  const { face } = anna;
  await face.tap('#to-order');
  await face.see('SF1234567890');
  await face.tap('#order-receive');
  await face.tap('已收到');
  await face.see('已确认收货');
}

/** The distributor sees the commission go from held to available, and why. */
async function commissionBecomesAvailable(): Promise<void> {
  const { face } = seller;
  await seller.open('/packages/promote/ledger/index');
  await face.see('¥3.99');
  await face.see('日可提现');
  expect(await face.find('可以提现').count()).toBe(0);
  await shop.moveClock(WEEK_MS + MINUTE_MS);
  await until('the commission is available', async () => {
    await face.page.reload();
    await face.see('佣金明细');
    // A login lasts a week too.
    await face.find('微信登录').or(face.find('¥3.99')).first().waitFor();
    if (await face.find('微信登录').isVisible()) await seller.logIn();
    await face.find('¥3.99').first().waitFor();
    return (await face.find('可以提现').count()) > 0;
  });
  await face.tap('可以提现');
  await face.see('计算');
  await face.see('打开了你的分享');
  await face.see('账本凭证');
  await face.see(orderId);
  await face.tap('#check-proof');
  await face.see('与封存时一致，公开账本也相同');
  await seller.open('/packages/promote/centre/index');
  await face.see('可提现');
}

/** The distributor asks for the money, one operator makes a run of it, another allows it, and it arrives. */
async function commissionIsPaidOut(): Promise<void> {
  const { face } = seller;
  await face.tap('#withdraw');
  await face.tap('#withdraw-all');
  await face.tap('#withdraw-submit');
  await face.see('审核中');
  await cashier.choose('打款与税费');
  await cashier.settled();
  await cashier.face.part('payout-run-new').click();
  await cashier.face.part('payout-run-make').click();
  await operator.choose('打款与税费');
  await operator.settled();
  await operator.row('¥3.99').getByTestId('payout-run-open').click();
  await operator.face.part('payout-run-approve').click();
  await operator.confirm('3.99');
  await operator.face.part('progress-awaiting_confirmation').waitFor();
  await operator.face.page.keyboard.press('Escape');
  await face.page.reload();
  await face.see('待你确认');
  await face.tap('确认收款');
  await face.page.waitForURL(/\/sandbox\/transfer/);
  await face.page.click('button[value=confirm]');
  await face.see('已到账');
}

/** The distributor fetches the papers of it, and the shop shows and gives the same. */
async function papersAgree(): Promise<void> {
  const { face } = seller;
  const newest = (kind: 'pdf' | 'csv') => face.page.locator(`[id^=statement-${kind}-]`).first();
  const entries = await face.fetchFile(() => newest('csv').click());
  expect(entries.name).toMatch(/^statement-20\d\d-\d\d\.csv$/);
  expect(entries.content.toString()).toMatch(/3\.99/);
  const receipt = (kind: 'pdf' | 'csv') => face.page.locator(`[id^=receipt-${kind}-]`).first();
  for (const paper of [newest('pdf'), receipt('pdf')]) {
    expect((await face.fetchFile(() => paper.click())).content.subarray(0, 5).toString()).toBe('%PDF-');
  }
  const proof = await face.fetchFile(() => receipt('csv').click());
  expect(proof.content.toString()).toMatch(/3\.99/);
  const office = cashier.face;
  await office.page.keyboard.press('Escape');
  await cashier.choose('推广员');
  await cashier.settled();
  await cashier.row('小推').getByTestId('distributor-open').click();
  expect(await office.part('statement').innerText()).toMatch(/已到账.*¥3\.99/s);
  const same = await office.fetchFile(() => office.part('statement-csv').click());
  expect(same.content.toString()).toBe(entries.content.toString());
  const paper = await office.fetchFile(() => office.part('statement-pdf').click());
  expect(paper.content.subarray(0, 5).toString()).toBe('%PDF-');
  await office.look();
}

/** The operator checks in the browser that the commission stands in the ledger as it was sealed. */
async function commissionIsProven(): Promise<void> {
  const { face } = operator;
  await operator.choose('佣金明细');
  await operator.settled();
  await operator.row(orderId.slice(-8)).getByTestId('commission-open').click();
  await face.part('proof-check').click();
  await face.see('与封存时一致，公开账本也相同');
  await face.see('分录合计与佣金减去冲回后的金额一致');
  await face.page.keyboard.press('Escape');
}

/** The operator proves the ledger. */
async function ledgerIsProven(): Promise<void> {
  const { face } = operator;
  await operator.choose('账本');
  await face.part('ledger-verify').click();
  await face.part('verify-result').waitFor();
  await face.see('账本完整，没有被改动');
  expect(await face.part('ledger-head').innerText()).toMatch(/最新区块 \d+.*[\da-f]{64}/s);
}

/** How many payments the shop has asked WeChat for. */
async function paymentsAtWechat(): Promise<number> {
  const reply = await fetch(`${shop.sandboxUrl}/sandbox/payments`);
  return ((await reply.json()) as { items: unknown[] }).items.length;
}

it(
  'is told from the first product to the proven ledger',
  told(
    'story',
    () => faces,
    async () => {
      await productIsMade();
      await campaignIsPublished();
      await visitorLooksAround();
      await distributorIsApproved();
      await productIsShared();
      await groupIsOpened();
      await groupSucceeds();
      await moneyIsAskedBack();
      await refundNeedsTwo();
      await parcelArrives();
      await commissionBecomesAvailable();
      await commissionIsPaidOut();
      await papersAgree();
      await commissionIsProven();
      await ledgerIsProven();
      // No page had an error, an answer that failed, or a text that was not translated.
      expect(faces.flatMap(({ problems }) => [...problems])).toEqual([]);
    },
  ),
);
