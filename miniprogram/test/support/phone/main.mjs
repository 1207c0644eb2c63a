/** The phone's process: one mini program in one WeChat, driven by messages (see messages.d.ts). */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Navigation } from './navigation.mjs';
import { Screen, clearScreen, findAll, send } from './screen.mjs';
import { Service } from './service.mjs';
import { createWx } from './wx.mjs';

/** @typedef {import('./messages.d.ts').Command} Command */
/** @typedef {import('./messages.d.ts').CommandResult} CommandResult */
/** @typedef {import('./messages.d.ts').EnterOptions} EnterOptions */
/** @typedef {import('./messages.d.ts').FromPhone} FromPhone */
/** @typedef {import('./messages.d.ts').ToPhone} ToPhone */

/** The screen is at rest when nothing was asked or drawn for so long. */
const QUIET_MS = 120;
/** Longer than any chain of requests on a loaded machine; a page that never rests is an error. */
const REST_TIMEOUT_MS = 15_000;

let lastAsk = 0;

/** @param {FromPhone} message */
function tell(message) {
  process.send?.(message);
}

class Phone {
  /** @param {import('./messages.d.ts').PhoneSettings} settings */
  constructor(settings) {
    const manifest = JSON.parse(fs.readFileSync(path.join(settings.folder, 'app.json'), 'utf8'));
    /** @type {{ pagePath: string }[]} */
    const tabs = manifest.tabBar?.list ?? [];
    /** @type {EnterOptions} */
    this.entered = { path: manifest.pages[0], query: {}, scene: 1001 };
    /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    this.asked = new Map();
    this.busyAt = Date.now();
    this.stopped = false;
    this.screen = new Screen(settings.folder);
    /** @type {Navigation} */
    this.navigation = new Navigation(
      this.screen,
      (name) => this.service.definitionOf(name),
      tabs.map(({ pagePath }) => pagePath),
      () => this.touch(),
    );
    const wx = createWx(settings, {
      ask: (question) => this.ask(question),
      note: (note) => this.note(note),
      adopt: (value) => this.service.adopt(value),
      navigation: this.navigation,
      entered: () => this.entered,
    });
    /** @type {Service} */
    this.service = new Service(settings.folder, wx, () =>
      this.navigation.stack.map(({ instance }) => instance),
    );
  }

  touch() {
    this.busyAt = Date.now();
  }

  /** @param {import('./messages.d.ts').Note} note */
  note(note) {
    if (!this.stopped) {
      tell({ type: 'note', note });
    }
  }

  /** @param {import('./messages.d.ts').Ask} question */
  ask(question) {
    this.touch();
    lastAsk += 1;
    const id = lastAsk;
    return new Promise((resolve, reject) => {
      // What a stopped phone asks stays without an answer.
      if (!this.stopped) {
        this.asked.set(id, { resolve, reject });
        tell({ type: 'ask', id, ask: question });
      }
    }).finally(() => {
      this.asked.delete(id);
      this.touch();
    });
  }

  /** Waits until no answer is awaited and nothing was drawn for a moment. */
  async rest() {
    const started = Date.now();
    this.touch();
    while (this.asked.size > 0 || Date.now() - this.busyAt < QUIET_MS) {
      if (Date.now() - started > REST_TIMEOUT_MS) {
        throw new Error(`the mini program does not come to rest; ${this.asked.size} questions are open`);
      }
      await sleep(10);
    }
  }

  /** Ends the mini program, as when WeChat is swiped away. */
  stop() {
    this.stopped = true;
    this.service.stop();
    clearScreen();
  }

  /** @param {EnterOptions} options */
  launch(options) {
    this.entered = options;
    const { service, screen, navigation } = this;
    service.run(path.join(service.folder, 'app.js'));
    const components = fs
      .readdirSync(service.folder)
      .filter((file) => /^(comp|custom-wrapper)\.json$/.test(file));
    for (const file of components) {
      const name = file.replace('.json', '');
      screen.registerComponent(name, service.definitionOf(name));
    }
    service.app.onLaunch?.(service.adopt(options));
    service.app.onShow?.(service.adopt(options));
    const query = Object.entries(options.query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    navigation.open(`${options.path}${query.length > 0 ? '?' : ''}${query.join('&')}`);
  }

  /**
   * @param {string} target
   * @param {number} nth
   */
  find(target, nth = 0) {
    const host = this.navigation.top?.host;
    const found = host ? findAll(host, target) : [];
    const element = found[nth];
    if (!element) {
      throw new Error(`nothing on screen is "${target}" (${nth}): ${this.navigation.look().text}`);
    }
    return element;
  }

  /**
   * @param {Command} command
   * @returns {Promise<unknown>}
   */
  async perform(command) {
    const { navigation, service } = this;
    const page = navigation.top?.instance;
    switch (command.name) {
      case 'launch':
        return this.launch(command.options);
      case 'show':
        this.entered = command.options;
        return service.app.onShow?.(service.adopt(command.options));
      case 'hide':
        return service.app.onHide?.();
      case 'tap':
        return send(this.find(command.target, command.nth), 'tap', {});
      case 'input':
        return send(this.find(command.target), 'input', { value: command.value });
      case 'switch':
        return send(this.find(command.target), 'change', { value: command.on });
      case 'back':
        return navigation.back(1);
      case 'pull-down':
        return page?.onPullDownRefresh?.();
      case 'reach-bottom':
        return page?.onReachBottom?.();
      case 'share':
        return page?.onShareAppMessage?.({ from: 'button' });
      case 'count':
        return navigation.top ? findAll(navigation.top.host, command.target).length : 0;
      case 'wait-for':
        return this.waitFor(command.text, command.gone, command.timeoutMs);
      case 'look':
        return undefined;
    }
  }

  /**
   * @param {string} text
   * @param {boolean} gone
   * @param {number} timeoutMs
   */
  async waitFor(text, gone, timeoutMs) {
    const until = Date.now() + timeoutMs;
    while (this.navigation.look().text.includes(text) === gone) {
      if (Date.now() > until) {
        const problem = gone ? 'is still' : 'does not come';
        throw new Error(`"${text}" ${problem} on screen: ${this.navigation.look().text}`);
      }
      await sleep(20);
    }
  }

  /**
   * @param {Command} command
   * @returns {Promise<CommandResult>}
   */
  async obey(command) {
    const value = await this.perform(command);
    if (command.name !== 'wait-for' && command.name !== 'look' && command.name !== 'count') {
      await this.rest();
    }
    return { ...this.navigation.look(), ...(value === undefined ? {} : { value }) };
  }
}

/** @type {Phone | null} */
let phone = null;

/** @param {ToPhone} message */
async function receive(message) {
  switch (message.type) {
    case 'start':
      phone?.stop();
      try {
        phone = new Phone(message.settings);
        tell({ type: 'ready' });
      } catch (error) {
        tell({ type: 'ready', failure: String(error) });
      }
      return;
    case 'answer': {
      const waiting = phone?.asked.get(message.id);
      if (message.failure === undefined) {
        waiting?.resolve(message.value);
      } else {
        waiting?.reject(new Error(message.failure));
      }
      return;
    }
    case 'command':
      try {
        const result = await /** @type {Phone} */ (phone).obey(message.command);
        tell({ type: 'done', id: message.id, result });
      } catch (error) {
        tell({
          type: 'done',
          id: message.id,
          failure: String(error instanceof Error ? error.message : error),
        });
      }
  }
}

/** @param {unknown} error */
function report(error) {
  tell({
    type: 'note',
    note: { kind: 'error', text: error instanceof Error ? (error.stack ?? '') : String(error) },
  });
}

process.on('message', (message) => void receive(/** @type {ToPhone} */ (message)).catch(report));
process.on('unhandledRejection', report);
process.on('uncaughtException', report);
process.on('disconnect', () => process.exit());
