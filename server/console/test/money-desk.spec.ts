import { jest } from '@jest/globals';
import { type OperatorRole, rolePermissions } from '@tuanlink/shared/states';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../scripts/lib/browser.mjs';
import { prepare } from '../../../scripts/lib/build.mjs';
import { fromRoot } from '../../../scripts/lib/paths.mjs';
import { type LivedIn, openLivedInShop } from '../../test/contract/lived-in.js';
import { told } from './support/face.js';
import { Operator } from './support/operator.js';

/**
 * What operators decide about money, by clicking, in a shop where everything has happened. Each part goes on
 * where the one before it ended.
 */
jest.setTimeout(240_000);

let life: LivedIn;
let browser: Browser;
let owner: Operator;
let finance: Operator;
const operators: Operator[] = [];

beforeAll(async () => {
  await prepare(['console']);
  life = await openLivedInShop({ WEB_CONSOLE_DIR: fromRoot('server/console/dist') });
  browser = await launchBrowser();
  owner = await enter('owner');
  finance = await enter('finance');
});

afterAll(async () => {
  await browser?.close();
  await life?.shop.close();
});

/** Somebody of this role at the console, logged in. */
async function enter(role: OperatorRole): Promise<Operator> {
  const operator = await Operator.enter(browser, life.shop.url, life.staff[role].cookie ?? '');
  operators.push(operator);
  return operator;
}

/** What was wrong on any screen since the last look: errors, answers that failed, texts not translated. */
function problemsSeen(): string[] {
  const problems = operators.flatMap(({ face }) => [...face.problems]);
  operators.forEach(({ face }) => face.problems.clear());
  return problems;
}

/** The part of a test, which tells what everybody saw when it fails. */
const seen = (play: () => Promise<void>) => told('money-desk', () => operators.map(({ face }) => face), play);

/** Another operator looks at what was asked for, and allows it. */
async function allow(second: Operator, reason: string, shown: string): Promise<void> {
  await second.open('/approvals?state=pending');
  const row = second.row(reason);
  await row.locator('.ant-table-row-expand-icon').click();
  await second.face.see(shown);
  await row.getByTestId('approval-approve').click();
  await second.confirm('通过');
  await row.waitFor({ state: 'detached' });
}

/** Opens every page that the menu offers, and looks at it; how many there are. */
async function readAllPages({ face: { page }, face }: Operator): Promise<number> {
  const links = page.getByRole('navigation').getByRole('link');
  const count = await links.count();
  for (let index = 0; index < count; index++) {
    await links.nth(index).click();
    await page.waitForLoadState('networkidle');
    await face.look();
  }
  return count;
}

test(
  'every page that the menu offers can be read, by every role and in English',
  seen(async () => {
    const roles = Object.keys(rolePermissions) as OperatorRole[];
    const readers = await Promise.all([...roles, 'owner' as const].map(enter));
    await readers.at(-1)?.face.page.getByRole('button', { name: 'English' }).click();
    // All at once: most of the time passes with waiting.
    const counts = await Promise.all(readers.map(readAllPages));
    expect(Math.min(...counts)).toBeGreaterThan(5);
    expect(Math.max(...counts)).toBeGreaterThan(15);
    await Promise.all(readers.map(({ face }) => face.close()));
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'a bill with lines that nobody can read names them; what is missing is explained',
  seen(async () => {
    const { face } = finance;
    await finance.open(`/reconciliation?day=${life.billDay}`);
    await face.part('reconciliation-import').click();
    const bill = { name: '账单', mimeType: 'text/csv', buffer: Buffer.from(life.billText) };
    await finance.dialog.locator('input[type=file]').setInputFiles(bill);
    await face.see('账单');
    await finance.press();
    await face.part('day-differences').click();
    const unreadable = finance.row('账单行无法识别').first();
    await unreadable.waitFor();
    expect(await finance.row(life.billDay).count()).toBe(5);
    await unreadable.getByTestId('difference-resolve').click();
    await face.part('note-input').fill('测试账单里的空行');
    await finance.press();
    await unreadable.getByText('已处理').waitFor();
    await unreadable.locator('.ant-table-row-expand-icon').click();
    await face.see('测试账单里的空行');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'a group gets more time, and is dissolved nevertheless',
  seen(async () => {
    const { face } = owner;
    await owner.open(`/groups?open=${life.formingGroupId}`);
    await face.part('group-extend').click();
    const latest = /最晚 (\S+ \S+)：/.exec(await owner.dialog.innerText())?.[1] ?? '';
    await face.part('group-extend-until').fill(latest);
    await face.page.keyboard.press('Enter');
    await face.part('reason-input').fill('快递停运一天');
    await owner.press();
    await face.see('快递停运一天');
    expect(await face.look()).toContain(`截止时间${latest.replace(' ', '')}`);
    await face.part('group-dissolve').click();
    await face.part('reason-input').fill('货源断了');
    await owner.confirm('解散');
    await face.see('货源断了');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'a refund that no card takes is settled outside, by two',
  seen(async () => {
    const { face } = finance;
    await finance.open('/refunds?state=abnormal');
    await face.part('refund-settle').click();
    await face.part('refund-reference').fill('BANK-1');
    await face.part('reason-input').fill('银行卡已注销');
    await finance.confirm('退款');
    await allow(owner, '银行卡已注销', 'BANK-1');
    await finance.open('/refunds?state=succeeded');
    await finance.row('线下退款').waitFor();
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'commission is adjusted, and what is under review is taken, by two',
  seen(async () => {
    const { face } = finance;
    await finance.open('/distributors');
    await finance.row(life.dan.id.slice(-8)).getByTestId('distributor-adjust').click();
    await face.part('adjust-amount').fill('-1.25');
    await face.part('reason-input').fill('上月多算');
    await finance.press();
    await allow(owner, '上月多算', '-¥1.25');
    await face.part('distributor-void').click();
    await face.part('reason-input').fill('刷单属实');
    await finance.confirm('作废');
    await allow(owner, '刷单属实', '¥3.99');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'tax is handed over, and other rules of withdrawals hold, by two',
  seen(async () => {
    const { face } = finance;
    await face.page.goto(`${life.shop.url}/console/payout-runs?tab=tax`);
    await face.part('tax-handover').click();
    await finance.fill('完税凭证号', 'TAX-1');
    await finance.fill('原因', '当月申报');
    await finance.press();
    await allow(owner, '当月申报', 'TAX-1');
    await face.page.goto(`${life.shop.url}/console/payout-runs?tab=rules`);
    await face.part('rules-change').click();
    await finance.fill('最低提现', '2.00');
    await finance.fill('原因', '手续太碎');
    await finance.press();
    await allow(owner, '手续太碎', '最低提现');
    await face.page.goto(`${life.shop.url}/console/payout-runs?tab=rules`);
    await face.see('¥2.00');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'new rules of commission are announced, by two',
  seen(async () => {
    const { face } = owner;
    await owner.open('/commission-rules');
    await face.part('rules-propose').click();
    await face.part('rules-rate').fill('8.5');
    await face.part('rules-reason').fill('让利给买家');
    await owner.press();
    await allow(finance, '让利给买家', '8.5%');
    await finance.open('/commission-rules');
    expect(await finance.row('8.5%').innerText()).toMatch(/已公布，未生效/);
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'a withdrawal is rejected, and the reason is kept',
  seen(async () => {
    const { face } = finance;
    await finance.open(`/withdrawals?withdrawal=${life.withdrawals.unwanted}`);
    await face.part('withdrawal-reject').click();
    await face.part('reason-input').fill('与实名不符');
    await finance.press();
    await face.see('与实名不符');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'an altered ledger is found out before the eyes of all',
  seen(async () => {
    const { shop } = life;
    const { face } = owner;
    const [victim] = await shop.rows<{ id: string }>('select id from ledger_transfer order by seq limit 1');
    const alter = async (fen: number) => {
      await shop.rows('alter table ledger_transfer disable trigger all');
      await shop.rows('update ledger_transfer set amount_fen = amount_fen + $2 where id = $1', [
        victim?.id,
        fen,
      ]);
      await shop.rows('alter table ledger_transfer enable trigger all');
    };
    await owner.open('/ledger');
    await alter(1);
    await face.part('ledger-verify').click();
    await face.part('verify-result').waitFor();
    expect(await face.part('verify-result').innerText()).toContain(victim?.id ?? 'nobody');
    await alter(-1);
    await face.part('ledger-verify').click();
    await face.see('账本完整，没有被改动');
    expect(problemsSeen()).toEqual([]);
  }),
);

test(
  'what was asked for and allowed is on the audit trail',
  seen(async () => {
    await owner.open('/audit');
    expect(await owner.face.look()).toMatch(/复核通过：/);
    expect(problemsSeen()).toEqual([]);
  }),
);
