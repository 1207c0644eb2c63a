import type { Browser, Locator } from 'playwright-core';
import { Face } from './face.js';

const DESK = { width: 1440, height: 900 };
/** A press that meets a dialog or a list which still moves is lost; people see that and press again. */
const LOST_CLICK_MS = 7_000;
const CLICKS_MAX = 3;
/** How long anything may take that follows by itself. */
const PATIENCE_MS = 60_000;

/** Presses, and presses again when what should follow did not. */
async function pressAgain(press: () => Promise<void>, follows: () => Promise<void>): Promise<void> {
  for (let clicks = 1; ; clicks++) {
    await press();
    try {
      await follows();
      return;
    } catch (error) {
      if (clicks === CLICKS_MAX) throw error;
    }
  }
}

/** Somebody at the console. */
export class Operator {
  private constructor(
    readonly face: Face,
    private readonly url: string,
  ) {}

  /** Opens the console in a browser that was never logged in. */
  static async arrive(browser: Browser, url: string): Promise<Operator> {
    return new Operator(await Face.open(browser, { viewport: DESK }), url);
  }

  /** Somebody who is logged in already, by the cookie of their session. */
  static async enter(browser: Browser, url: string, cookie: string): Promise<Operator> {
    const operator = await Operator.arrive(browser, url);
    const [name = '', value = ''] = cookie.split('=');
    await operator.face.page.context().addCookies([{ name, value, url }]);
    await operator.open('');
    return operator;
  }

  /** Opens a page of the console, and logs in when asked to. */
  async logIn(username: string, password: string): Promise<void> {
    const { face } = this;
    await face.page.goto(`${this.url}/console`);
    await face.part('login-username').fill(username);
    await face.part('login-password').fill(password);
    await face.part('login-submit').click();
    await this.settled();
  }

  /** Chooses a page in the menu. */
  async choose(name: string): Promise<void> {
    await this.face.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  }

  /** Waits until a list shows what the server has. */
  async settled(): Promise<void> {
    await this.face.page.locator('.data-list[aria-busy=false]').waitFor();
    await this.face.look();
  }

  /** The row of a list that reads so. */
  row(text: string): Locator {
    return this.face.page.locator('tr[data-id]', { hasText: text });
  }

  /** Chooses from a drop-down list, again while the choice is not shown. */
  async select(testId: string, option: string): Promise<void> {
    const { page } = this.face;
    const field = this.face.part(testId);
    const choice = page
      .locator('.ant-select-dropdown')
      .filter({ visible: true })
      .getByTitle(option, { exact: true });
    await pressAgain(
      async () => {
        if (!(await choice.isVisible())) await field.click();
        await choice.click();
      },
      () => field.getByText(option, { exact: true }).waitFor({ timeout: LOST_CLICK_MS }),
    );
  }

  /** Opens a page by its address, whatever was open before, and waits for its list. */
  async open(path: string): Promise<void> {
    await this.face.page.goto(`${this.url}/console${path}`);
    await this.settled();
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.face.page.locator('.ant-modal').filter({ visible: true });
  }

  /** Fills the field of the open dialog that is labelled so. */
  async fill(label: string, value: string): Promise<void> {
    await this.dialog.getByLabel(label, { exact: true }).fill(value);
  }

  /** Presses the main button of the open dialog, and waits until the dialog has gone. */
  async press(): Promise<void> {
    await this.dialog.locator('.ant-modal-footer button').last().click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Types what a dialog asks for before it does anything, and presses its button. */
  async confirm(word: string): Promise<void> {
    const { face } = this;
    const input = face.page.getByTestId('typed-confirm-input');
    await face.part('typed-confirm-input').fill(word);
    await pressAgain(
      () => face.part('typed-confirm-ok').click(),
      () => input.waitFor({ state: 'detached', timeout: LOST_CLICK_MS }),
    );
  }

  /** Reads a list again until a row of it reads as it should. */
  async await(row: string, text: string): Promise<void> {
    const shown = this.row(row).getByText(text);
    for (const end = Date.now() + PATIENCE_MS; !(await shown.isVisible());) {
      if (Date.now() > end) throw new Error(`${row} never reads ${text}`);
      await this.face.page.getByRole('button', { name: '刷新' }).click();
      await this.settled();
    }
  }
}
