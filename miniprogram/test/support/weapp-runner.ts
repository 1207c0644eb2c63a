/**
 * Runs the BUILT mini program (miniprogram/dist/weapp) as WeChat would, and taps through it:
 *
 *   const phone = await startPhone({
 *     network: throughHttp('http://127.0.0.1:3000'),          // or a function of your own
 *     wechat: sandboxWechat('http://127.0.0.1:3900', openid), // or playedWechat(…)
 *   });
 *   await phone.open('/packages/buy/group/index?id=…&share=…', { scene: 1007 });
 *   await phone.see('还差 1 人');                // waits for a text
 *   await phone.tap('立即参团');                 // a text, `#id` or `.class`; waits until the screen rests
 *   await phone.tap('提交并支付');               // the person agrees in WeChat's cashier by `wechat.pay`
 *   await phone.see('支付成功');
 *   expect(phone.page.path).toBe('packages/buy/result/index');
 *   await phone.relaunch();                      // the app is killed; what it stored stays
 *   await phone.close();
 *
 * Each open phone is a process of its own with its own storage, so several people can act in one spec. WXML is
 * compiled and drawn by Tencent's own compiler and component engine; the package's JavaScript runs without
 * window or document. There is no layout, no style, and no native component. Whatever the mini program
 * throws is collected in `phone.errors`, which a spec should find empty at its end.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fromRoot } from '../../../scripts/lib/paths.mjs';
import type {
  Ask,
  Command,
  CommandResult,
  EnterOptions,
  FromPhone,
  HttpAnswer,
  HttpAsk,
  Look,
  Note,
  OpenPage,
  ToPhone,
} from './phone/messages.js';

/** Answers the mini program's requests; a thrown error is a lost connection. */
export type Network = (request: HttpAsk) => Promise<HttpAnswer>;

/** The WeChat that a phone is logged in to. A thrown error is a failure of WeChat's own call. */
export interface Wechat {
  /** What `wx.login` gives. */
  loginCode(): Promise<string>;
  /** The person's decision in the cashier; throw `Error('cancel')` to close it. */
  pay(params: Record<string, string>): Promise<void>;
  /** The address picked from WeChat's book; throw `Error('cancel')` to pick none. */
  address?(): Promise<Record<string, string>>;
}

export interface PhoneOptions {
  network: Network;
  wechat: Wechat;
  /** As WeChat names it; Chinese when absent. */
  language?: 'zh_CN' | 'en';
  /** WeChat's text size, 1 when absent. */
  fontSizeScaleFactor?: number;
}

/** Where the built package lies. */
export const WEAPP_FOLDER = fromRoot('miniprogram/dist/weapp');

/** Address of the API that the build carries; `throughHttp` sends its requests elsewhere. */
const BUILT_BASE = /^https?:\/\/[^/]+/;

/** Passes requests on to a server, whatever address the package was built with. */
export function throughHttp(base: string): Network {
  return async ({ method, url, header, body }) => {
    const reply = await fetch(url.replace(BUILT_BASE, base), {
      method,
      headers: header,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    return {
      status: reply.status,
      body: text === '' ? null : (JSON.parse(text) as unknown),
      header: Object.fromEntries(reply.headers),
    };
  };
}

async function post(url: string, body: object): Promise<Record<string, string>> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) {
    throw new Error(`${url} answered ${reply.status}`);
  }
  return (await reply.json()) as Record<string, string>;
}

/** A person of the WeChat sandbox, who pays whatever the cashier asks for. */
export function sandboxWechat(sandboxUrl: string, openid: string): Wechat {
  return {
    async loginCode() {
      const { code = '' } = await post(`${sandboxUrl}/sandbox/users/${openid}/login-code`, {});
      return code;
    },
    async pay(params) {
      const prepayId = (params.package ?? '').replace(/^prepay_id=/, '');
      await post(`${sandboxUrl}/sandbox/payments/${prepayId}/pay`, { openid });
    },
  };
}

/** Commands of all phones are counted together: a late answer to one phone never looks like another's. */
let lastCommand = 0;

/** Processes without a phone. Starting one takes seconds, so they are used again; they end with this one. */
const idle: ChildProcess[] = [];

function takeProcess(): ChildProcess {
  const alive = idle.findIndex(({ connected }) => connected);
  const child =
    idle.splice(alive, alive < 0 ? 0 : 1)[0] ??
    fork(fromRoot('miniprogram/test/support/phone/main.mjs'), { execArgv: ['--no-warnings'] });
  child.ref();
  child.channel?.ref();
  return child;
}

/** Nothing waits for an idle process: whoever runs the specs may end. */
function setAside(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  idle.push(child);
}

/** One phone with the mini program; see the top of this file. */
export class Phone {
  /** What the mini program threw. */
  readonly errors: string[] = [];
  /** Short messages it showed, newest last. */
  readonly toasts: string[] = [];
  /** Questions it asked, newest last. */
  readonly questions: string[] = [];
  /** What the person answers to questions. */
  agrees = true;
  /** Files that were shown (`pdf`) or handed on (by their name). */
  readonly files: { name: string; content: string }[] = [];
  /** What it put on the clipboard last. */
  clipboard = '';

  private child: ChildProcess | null = null;
  private storage: Record<string, unknown> = {};
  private screen: Look = { text: '', stack: [] };
  private readonly commands = new Map<
    number,
    { resolve: (result: CommandResult) => void; reject: (error: Error) => void }
  >();

  constructor(private readonly options: PhoneOptions) {}

  /** All text on screen after the last command, spaces squeezed. */
  get text(): string {
    return this.screen.text;
  }

  /** Open pages, the lowest first. */
  get stack(): OpenPage[] {
    return this.screen.stack;
  }

  /** The page on screen. */
  get page(): OpenPage {
    return this.stack[this.stack.length - 1] ?? { path: '', query: {} };
  }

  /** Opens the mini program at a page: by a cold start, or a warm one when it runs already. */
  async open(url = '/pages/home/index', { scene = 1001 } = {}): Promise<void> {
    const [path = '', query = ''] = url.replace(/^\//, '').split('?');
    const options: EnterOptions = { path, query: Object.fromEntries(new URLSearchParams(query)), scene };
    if (this.child === null) {
      await this.boot();
      await this.run({ name: 'launch', options });
    } else {
      await this.run({ name: 'hide' });
      await this.run({ name: 'show', options });
    }
  }

  /** Kills the app, and starts it again at a page with all it had stored. */
  async relaunch(url?: string): Promise<void> {
    await this.close();
    await this.open(url);
  }

  /** Taps what reads or is named so; the `nth` of several, from 0. */
  async tap(target: string, nth = 0): Promise<void> {
    await this.run({ name: 'tap', target, nth });
  }

  /** Types into a field. */
  async type(target: string, value: string): Promise<void> {
    await this.run({ name: 'input', target, value });
  }

  /** Sets a switch. */
  async turn(target: string, on: boolean): Promise<void> {
    await this.run({ name: 'switch', target, on });
  }

  /** Waits until a text is on screen. */
  async see(text: string, timeoutMs = 10_000): Promise<void> {
    await this.run({ name: 'wait-for', text, gone: false, timeoutMs });
  }

  /** Waits until a text is off the screen. */
  async seeGone(text: string, timeoutMs = 10_000): Promise<void> {
    await this.run({ name: 'wait-for', text, gone: true, timeoutMs });
  }

  /** Goes back one page. */
  async back(): Promise<void> {
    await this.run({ name: 'back' });
  }

  /** Pulls the page down to read it again. */
  async pullDown(): Promise<void> {
    await this.run({ name: 'pull-down' });
  }

  /** Scrolls to the end of the page. */
  async reachBottom(): Promise<void> {
    await this.run({ name: 'reach-bottom' });
  }

  /** The card that would be sent to a chat from this page. */
  async share(): Promise<{ title: string; path: string }> {
    return (await this.run({ name: 'share' })).value as { title: string; path: string };
  }

  /** How many things on screen a target names. */
  async count(target: string): Promise<number> {
    return (await this.run({ name: 'count', target })).value as number;
  }

  /** Looks again, without doing anything. */
  async look(): Promise<string> {
    await this.run({ name: 'look' });
    return this.text;
  }

  /** What the mini program has stored, by key. */
  get stored(): Readonly<Record<string, unknown>> {
    return this.storage;
  }

  /** Ends the mini program; its process waits for the next phone. */
  close(): Promise<void> {
    if (this.child !== null) {
      this.child.removeAllListeners();
      setAside(this.child);
      this.child = null;
    }
    return Promise.resolve();
  }

  private async boot(): Promise<void> {
    const child = takeProcess();
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the phone ended with ${String(code)}`)));
      child.on('message', (message: FromPhone) => {
        if (message.type === 'ready') {
          if (message.failure === undefined) resolve();
          else reject(new Error(message.failure));
        } else {
          void this.receive(message);
        }
      });
      this.tell({
        type: 'start',
        settings: {
          folder: WEAPP_FOLDER,
          language: this.options.language ?? 'zh_CN',
          fontSizeScaleFactor: this.options.fontSizeScaleFactor ?? 1,
          storage: this.storage,
        },
      });
    });
    child.once('exit', () => {
      this.commands.forEach(({ reject }) => reject(new Error('the phone ended')));
      this.commands.clear();
    });
  }

  private tell(message: ToPhone): void {
    if (this.child?.connected === true) {
      this.child.send(message);
    }
  }

  private run(command: Command): Promise<CommandResult> {
    if (this.child === null) {
      throw new Error('open the mini program first');
    }
    lastCommand += 1;
    const id = lastCommand;
    return new Promise<CommandResult>((resolve, reject) => {
      this.commands.set(id, { resolve, reject });
      this.tell({ type: 'command', id, command });
    });
  }

  private async receive(message: Exclude<FromPhone, { type: 'ready' }>): Promise<void> {
    switch (message.type) {
      case 'ask': {
        const answer = await this.answer(message.ask).then(
          (value) => ({ value }),
          (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
        );
        this.tell({ type: 'answer', id: message.id, ...answer });
        return;
      }
      case 'note':
        this.take(message.note);
        return;
      case 'done': {
        const waiting = this.commands.get(message.id);
        this.commands.delete(message.id);
        if (message.result === undefined) {
          waiting?.reject(new Error(message.failure));
        } else {
          this.screen = { text: message.result.text, stack: message.result.stack };
          waiting?.resolve(message.result);
        }
      }
    }
  }

  private answer(ask: Ask): Promise<unknown> {
    const { network, wechat } = this.options;
    switch (ask.kind) {
      case 'request':
        return network(ask.request);
      case 'login':
        return wechat.loginCode();
      case 'pay':
        return wechat.pay(ask.params);
      case 'modal':
        this.questions.push(`${ask.title} ${ask.content}`.trim());
        return Promise.resolve(this.agrees);
      case 'address':
        return wechat.address?.() ?? Promise.reject(new Error('cancel'));
    }
  }

  private take(note: Note): void {
    switch (note.kind) {
      case 'toast':
        this.toasts.push(note.text);
        return;
      case 'file':
        this.files.push({ name: note.name, content: note.content });
        break;
      case 'clipboard':
        this.clipboard = note.text;
        return;
      case 'error':
        this.errors.push(note.text);
        return;
      case 'storage':
        this.storage = note.storage;
        return;
      case 'title':
    }
  }
}

/** A phone on which the mini program was never opened before. */
export function startPhone(options: PhoneOptions): Phone {
  return new Phone(options);
}
