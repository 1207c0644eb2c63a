import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { CACHE_DIR } from '../../../../scripts/lib/paths.mjs';

/** How long anything may take on a loaded machine before it counts as not happening. */
const PATIENCE_MS = 20_000;
/** Chromium's own line about an answer; the answers themselves are judged by their status. */
const ANSWER_LINE = /^Failed to load resource: the server responded with a status of/;
/** A key of a dictionary, a state or account by its code, an unfilled place, or a value that is none. */
const RAW = /\b[a-z][A-Za-z]*(?:[._][A-Za-z]+)+\b|\{\w+\}|\bundefined\b|\bNaN\b|\[object/g;

/** One browser of one person, with everything on its pages that ought not to be there. */
export class Face {
  /** Errors of pages, answers that failed, and texts that were never translated. */
  readonly problems = new Set<string>();

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
    page.on('response', (reply) => {
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

  /** Shows what this person saw when something went wrong, in `.cache/failures`. */
  async keepPicture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${CACHE_DIR}/failures/${name}.png` });
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
