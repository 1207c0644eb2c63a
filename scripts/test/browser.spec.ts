import type { Browser } from 'playwright-core';
import { launchBrowser } from '../lib/browser.mjs';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

/** What a character looks like: two that the font lacks look alike. */
async function pictureOf(character: string): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 60, height: 60 } });
  await page.setContent(`<body style="font: 40px 'PingFang SC', sans-serif">${character}</body>`);
  const picture = await page.screenshot();
  await page.close();
  return picture.toString('base64');
}

it('draws Chinese, whatever fonts the machine has', async () => {
  const pictures = await Promise.all(['团', '链', '拼', '￥', '饕'].map(pictureOf));
  expect(new Set(pictures).size).toBe(pictures.length);
});
