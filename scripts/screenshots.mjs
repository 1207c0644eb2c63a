/**
 * `npm run screenshots`: pictures of every page of the running shop, phone and desktop wide, in
 * `.cache/screenshots`. Start the shop first; PORT and HOST are read as by `npm start`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './lib/browser.mjs';
import { CACHE_DIR, ROOT, fromRoot } from './lib/paths.mjs';
import { Hint, runMain, say } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

const FOLDER = path.join(CACHE_DIR, 'screenshots');
const WIDTHS = { phone: 375, desktop: 1440 };
const LOGIN = { username: 'owner', password: 'tuanlink-demo' };

/** The mini program's pages that need no parameters to show something, as paths of the web app. */
function shopPages() {
  const { pages, subPackages = [] } = JSON.parse(
    fs.readFileSync(fromRoot('miniprogram/dist/weapp/app.json'), 'utf8'),
  );
  const inner = subPackages.flatMap((/** @type {{ root: string, pages: string[] }} */ { root, pages: own }) =>
    own.map((page) => `${root}/${page}`),
  );
  return [...pages, ...inner].map((page) => `/#/${page}`);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {string} name
 */
async function picture(page, url, name) {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), fullPage: true });
}

/** @param {string} address */
const nameOf = (address) => address.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'home';

await runMain(async () => {
  const { reachable, port } = readSettings(process.env);
  const url = `http://${reachable}:${port}`;
  const health = await fetch(`${url}/api/health`).catch(() => undefined);
  if (health?.status !== 200) {
    throw new Hint(`No shop answers at ${url}. Start it first: npm start`);
  }
  fs.rmSync(FOLDER, { recursive: true, force: true });
  const browser = await launchBrowser();
  try {
    for (const [kind, width] of Object.entries(WIDTHS)) {
      const context = await browser.newContext({ viewport: { width, height: 812 }, locale: 'zh-CN' });
      const page = await context.newPage();
      for (const address of shopPages()) {
        await picture(page, url + address, `${kind}-shop-${nameOf(address)}`);
      }
      await context.request.post(`${url}/api/console/session`, { data: LOGIN });
      await picture(page, `${url}/console`, `${kind}-console`);
      const links = await page
        .locator('a[href^="/console"]')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      for (const link of new Set(links.filter((each) => each !== null))) {
        await picture(page, url + link, `${kind}-${nameOf(link)}`);
      }
      await context.close();
      say(`${kind}: done`);
    }
  } finally {
    await browser.close();
  }
  say(`pictures are in ${path.relative(ROOT, FOLDER)}`);
});
