/** The pages that are open, with WeChat's rules: at most ten, tabs below everything else. */
import { textOf } from './screen.mjs';

/** WeChat refuses an eleventh page. */
const STACK_MAX = 10;

/** @typedef {{ [name: string]: any }} Definition */
/** @typedef {{ path: string, query: Record<string, string>, instance: Definition, host: Element }} Page */

/**
 * @param {string} url
 * @returns {{ path: string, query: Record<string, string> }}
 */
function parse(url) {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?');
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [key = '', value = ''] = pair.split('=');
      return [key, decodeURIComponent(value)];
    });
  return { path, query: Object.fromEntries(pairs) };
}

export class Navigation {
  /**
   * @param {import('./screen.mjs').Screen} screen
   * @param {(path: string) => Definition} definitionOf
   * @param {string[]} tabs paths of the tab bar
   * @param {() => void} onDraw
   */
  constructor(screen, definitionOf, tabs, onDraw) {
    this.screen = screen;
    this.definitionOf = definitionOf;
    this.tabs = tabs;
    this.onDraw = onDraw;
    /** @type {Page[]} */
    this.stack = [];
    /** @type {Map<string, Page>} tabs stay alive once they were opened */
    this.tabPages = new Map();
    /** @type {Map<string, Definition>} a page's file runs once */
    this.definitions = new Map();
  }

  get top() {
    return this.stack[this.stack.length - 1];
  }

  look() {
    return {
      text: this.top ? textOf(this.top.host) : '',
      stack: this.stack.map(({ path, query }) => ({ path, query })),
    };
  }

  /** @param {string} url */
  push(url) {
    if (this.stack.length >= STACK_MAX) {
      throw new Error('page limit exceeded: 10');
    }
    if (this.tabs.includes(parse(url).path)) {
      throw new Error('can not navigate to a tabbar page');
    }
    this.top?.instance.onHide?.();
    this.open(url);
  }

  /** @param {string} url */
  replace(url) {
    if (this.tabs.includes(parse(url).path)) {
      throw new Error('can not redirect to a tabbar page');
    }
    this.close(this.stack.pop());
    this.open(url);
  }

  /** @param {string} url */
  restart(url) {
    this.stack.splice(0).forEach((page) => this.close(page));
    for (const page of this.tabPages.values()) {
      this.close(page);
    }
    this.tabPages.clear();
    this.open(url);
  }

  /** @param {string} url */
  switchTab(url) {
    const { path } = parse(url);
    if (!this.tabs.includes(path)) {
      throw new Error('can not switch to no-tabBar page');
    }
    if (this.top?.path === path) {
      return;
    }
    for (const page of this.stack.splice(0).reverse()) {
      if (this.tabs.includes(page.path)) {
        page.instance.onHide?.();
      } else {
        this.close(page);
      }
    }
    const known = this.tabPages.get(path);
    if (known) {
      this.stack.push(known);
      known.instance.onShow?.();
    } else {
      this.open(url);
    }
  }

  /** @param {number} delta */
  back(delta) {
    if (this.stack.length < 2) {
      throw new Error('cannot navigate back at first page.');
    }
    const count = Math.min(delta, this.stack.length - 1);
    this.stack.splice(-count).forEach((page) => this.close(page));
    this.top?.instance.onShow?.();
  }

  /** @param {string} url */
  open(url) {
    const { path, query } = parse(url);
    let definition = this.definitions.get(path);
    if (!definition) {
      definition = this.definitionOf(path);
      this.definitions.set(path, definition);
    }
    const { instance, host } = this.screen.openPage(path, definition, this.onDraw);
    Object.assign(instance, { route: path, __route__: path, options: query });
    const page = { path, query, instance, host };
    this.stack.push(page);
    if (this.tabs.includes(path)) {
      this.tabPages.set(path, page);
    }
    instance.onLoad?.(query);
    instance.onShow?.();
    instance.onReady?.();
  }

  /** @param {Page | undefined} page */
  close(page) {
    page?.instance.onUnload?.();
    page?.host.remove();
    if (page) {
      this.tabPages.delete(page.path);
    }
  }
}
