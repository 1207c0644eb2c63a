/** Runs the JavaScript of the built package: a context of its own, without window or document, like in WeChat. */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** @typedef {{ [name: string]: any }} Definition */

export class Service {
  /**
   * @param {string} folder of the built package
   * @param {object} wx the API that WeChat offers
   * @param {() => object[]} getCurrentPages
   */
  constructor(folder, wx, getCurrentPages) {
    this.folder = folder;
    /** @type {Map<string, { exports: unknown }>} */
    this.modules = new Map();
    /** @type {Definition} */
    this.app = {};
    /** @type {Definition | null} */
    this.defined = null;
    /** @type {Set<NodeJS.Timeout>} */
    this.timers = new Set();
    /** @param {Definition} definition */
    const define = (definition) => {
      this.defined = definition;
    };
    this.context = vm.createContext({
      wx,
      console,
      ...this.timerFunctions(),
      App: (/** @type {Definition} */ app) => {
        this.app = app;
      },
      Page: define,
      Component: define,
      Behavior: (/** @type {unknown} */ behavior) => behavior,
      getApp: () => this.app,
      getCurrentPages,
    });
    this.context.global = this.context;
  }

  /** Timers that end with the phone. */
  timerFunctions() {
    /** @param {NodeJS.Timeout} timer */
    const keep = (timer) => {
      this.timers.add(timer);
      return timer;
    };
    /** @param {NodeJS.Timeout} timer */
    const drop = (timer) => {
      this.timers.delete(timer);
      clearTimeout(timer);
    };
    return {
      setTimeout: (/** @type {() => void} */ work, /** @type {number} */ ms) => keep(setTimeout(work, ms)),
      setInterval: (/** @type {() => void} */ work, /** @type {number} */ ms) => keep(setInterval(work, ms)),
      clearTimeout: drop,
      clearInterval: drop,
    };
  }

  /** Stops all timers. */
  stop() {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  /**
   * Runs a file of the package once; files name each other as in Node.
   * @param {string} file absolute, with or without `.js`
   * @returns {unknown} what it exports
   */
  run(file) {
    const full = file.endsWith('.js') ? file : `${file}.js`;
    const known = this.modules.get(full);
    if (known) {
      return known.exports;
    }
    const module = { exports: {} };
    this.modules.set(full, module);
    const code = `(function (module, exports, require) {${fs.readFileSync(full, 'utf8')}\n})`;
    const body = vm.runInContext(code, this.context, { filename: full });
    body(module, module.exports, (/** @type {string} */ name) =>
      this.run(path.resolve(path.dirname(full), name)),
    );
    return module.exports;
  }

  /**
   * The definition that a page's or component's file gives to WeChat.
   * @param {string} name path below the package, without suffix
   * @returns {Definition}
   */
  definitionOf(name) {
    this.defined = null;
    this.run(path.join(this.folder, name));
    if (this.defined === null) {
      throw new Error(`${name} defined nothing`);
    }
    return this.defined;
  }

  /**
   * Takes a value over into the context, so that its arrays and objects are of that context's kind.
   * @param {unknown} value
   */
  adopt(value) {
    return value === undefined
      ? undefined
      : vm.runInContext('(text) => JSON.parse(text)', this.context)(JSON.stringify(value));
  }
}
