import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import { CACHE_DIR } from '../../../../scripts/lib/paths.mjs';

/** How long anything may take on a loaded machine before it counts as not happening. */
const PATIENCE_MS = 60_000;
/** Chromium's own line about an answer; the answers themselves are judged by their status. */
const ANSWER_LINE = /^Failed to load resource: the server responded with a status of/;
/** A key of a dictionary, a state or account by its code, an unfilled place, or a value that is none. */
const RAW = /\b[a-z][A-Za-z]*(?:[._][A-Za-z]+)+\b|\{\w+\}|\bundefined\b|\bNaN\b|\[object/g;

/** How much of a page and of its traffic a failure tells. */
const TOLD_LETTERS = 600;
const TOLD_REQUESTS = 12;

/** One browser of one person, with everything on its pages that ought not to be there. */
export class Face {
  /** Errors of pages, answers that failed, and texts that were never translated. */
  readonly problems = new Set<string>();
  /** Every request of the page on screen, and how it ended. */
  private readonly requests = new Map<Request, string>();

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' && !ANSWER_LINE.test(message.text())) {
        this.problems.add(`console: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => this.problems.add(`thrown: ${error.stack ?? error.message}`));
    page.on('request', (request) => this.requests.set(request, 'no answer yet'));
    page.on('requestfailed', (request) =>
      this.requests.set(request, request.failure()?.errorText ?? 'failed'),
    );
    page.on('response', (reply) => {
      this.requests.set(reply.request(), String(reply.status()));
      // 401 asks for a login, which is what happens next.
      if (reply.status() >= 400 && reply.status() !== 401) {
        this.problems.add(`answer: ${reply.status()} ${reply.url()}`);
      }
    });
  }

  /** Opens a browser that knows nothing of the others. */
  static async open(browser: Browser, options: BrowserContextOptions): Promise<Face> {
    const context = await browser.newContext({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      permissions: ['clipboard-read', 'clipboard-write'],
      // A button that still flies in when it is pressed is not hit.
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Face(context, await context.newPage());
  }

  /** What a target names on screen: `#id`, or part of a text; pages below the one on top do not count. */
  find(target: string, exact = false): Locator {
    const all = target.startsWith('#') ? this.page.locator(target) : this.page.getByText(target, { exact });
    return all.filter({ visible: true });
  }

  /** Taps the first thing that is named or reads exactly so. */
  async tap(target: string): Promise<void> {
    await this.find(target, true).first().click();
  }

  /** Waits until a text is on screen, and looks at everything that stands there with it. */
  async see(text: string): Promise<void> {
    await this.find(text).first().waitFor();
    await this.look();
  }

  /** What an element with a test id reads or is. */
  part(testId: string): Locator {
    return this.page.getByTestId(testId).filter({ visible: true }).first();
  }

  /** Reads the whole page, without white space; whatever was not translated is noted. */
  async look(): Promise<string> {
    const text = await this.page.locator('body').innerText();
    for (const [raw] of text.matchAll(RAW)) {
      this.problems.add(`not translated: ${raw}`);
    }
    return text.replace(/\s+/g, '');
  }

  /** Tells what this person saw when something went wrong, and keeps a picture of it in `.cache/failures`. */
  async account(name: string): Promise<string> {
    const { page } = this;
    await page.screenshot({ path: `${CACHE_DIR}/failures/${name}.png` });
    const seen = await page.locator('body').innerText();
    const last = [...this.requests].slice(-TOLD_REQUESTS);
    return [
      `${name} at ${page.url()}`,
      `saw: ${seen.replace(/\s+/g, ' ').slice(0, TOLD_LETTERS)}`,
      ...last.map(([request, end]) => `${end}: ${request.method()} ${request.url()}`),
      ...this.problems,
    ].join('\n  ');
  }

  /** What was copied last. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The file that a press brings onto this computer. */
  async fetchFile(press: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), press()]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  /** Closes the browser of this person. */
  close(): Promise<void> {
    return this.context.close();
  }
}

/**
 * A test that tells what everybody saw when it fails: where a picture is kept for nobody to open, as in CI,
 * the words on screen and the last requests are what is left to find the cause.
 * @param faces of everybody who took part so far; asked for when it fails
 */
export function told(name: string, faces: () => readonly Face[], play: () => Promise<void>) {
  return async () => {
    try {
      await play();
    } catch (error) {
      const accounts = await Promise.allSettled(
        faces().map((face, index) => face.account(`${name}-${index}`)),
      );
      const words = accounts.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
      throw new Error([String(error), ...words].join('\n'), { cause: error });
    }
  };
}
