import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { fromRoot } from '../../../scripts/lib/paths.mjs';
import type { SmallShop } from './small-shop.js';

const FOLDER = fromRoot('miniprogram/dist/h5');
const ORIGIN = 'http://shop.localhost';

/** Where the sandbox would be; nothing listens there. */
export const SANDBOX = 'http://127.0.0.1:1';

export interface H5Options {
  /** A path of the hash router. */
  url: string;
  font?: 'normal' | 'large' | 'largest';
  language?: 'zh-CN' | 'en';
  width?: number;
  height?: number;
  /** Null is production, where logging in and paying need WeChat. */
  sandboxUrl?: string | null;
  /** False browses without a login. */
  loggedIn?: boolean;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** Taro keeps a value in the browser's storage inside an object. */
const kept = (value: unknown) => JSON.stringify({ data: JSON.stringify(value) });

async function answer(route: Route, shop: SmallShop, sandboxUrl: string | null): Promise<void> {
  const request = route.request();
  const { pathname } = new URL(request.url());
  if (pathname === '/env.js') {
    const body = `window.__TUANLINK__=${JSON.stringify({ sandboxUrl })};`;
    await route.fulfill({ contentType: 'text/javascript', body });
    return;
  }
  if (pathname.startsWith('/api/')) {
    const text = request.postData();
    const reply = await shop
      .network({
        method: request.method(),
        url: request.url(),
        header: request.headers(),
        body: text === null ? undefined : (JSON.parse(text) as unknown),
      })
      .catch(() => null);
    await (reply === null ? route.abort() : route.fulfill({ status: reply.status, json: reply.body }));
    return;
  }
  const file = path.join(FOLDER, pathname === '/' ? 'index.html' : pathname);
  await (fs.existsSync(file)
    ? route.fulfill({ contentType: TYPES[path.extname(file)], body: fs.readFileSync(file) })
    : route.fulfill({ status: 404, body: '' }));
}

/**
 * Opens the built browser app in front of a small shop, without any server. What the page throws is collected
 * in `errors`.
 */
export async function openH5(browser: Browser, shop: SmallShop, options: H5Options) {
  const { width = 375, height = 667, language = 'zh-CN', font = 'normal', loggedIn = true } = options;
  const sandboxUrl = options.sandboxUrl === undefined ? SANDBOX : options.sandboxUrl;
  const page: Page = await browser.newPage({ viewport: { width, height }, locale: language });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/*', (route) => answer(route, shop, sandboxUrl));
  const session = loggedIn ? kept({ token: shop.letIn(), user: shop.user }) : null;
  await page.addInitScript(
    ([settings, login]) => {
      window.localStorage.setItem('tuanlink.settings', settings ?? '');
      if (login !== null && login !== undefined) window.localStorage.setItem('tuanlink.session', login);
    },
    [kept({ language: 'system', font }), session],
  );
  await page.goto(`${ORIGIN}/#${options.url}`);
  return { page, errors };
}
