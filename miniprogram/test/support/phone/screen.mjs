/** Draws pages: Tencent's WXML compiler and component engine in a jsdom window. No layout, no styles. */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { JSDOM } from 'jsdom';

/** What the engine expects to find as globals, like in WeChat's view layer. */
const WINDOW_PARTS = [
  'document',
  'Event',
  'CustomEvent',
  'HTMLElement',
  'Node',
  'Element',
  'MutationObserver',
  'getComputedStyle',
];

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
Object.assign(globalThis, { window });
for (const part of WINDOW_PARTS) {
  Object.assign(globalThis, { [part]: Reflect.get(window, part) });
}
Object.assign(window, { __webview_engine_version__: 0.02 });

const { default: engine } = await import('j-component');
const { default: compiler } = await import('miniprogram-compiler');
const { default: exparser } = await import('miniprogram-exparser');

/** Lifetimes of a component; every other function of its definition is a method. */
const LIFETIMES = ['attached', 'detached', 'created', 'ready'];

/** @param {string} text */
const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

/** @typedef {import('miniprogram-exparser').ExparserElement} ExparserElement */
/** @typedef {{ [name: string]: any }} Definition what the service layer gave to Page() or Component() */

/** @type {Map<string, (name: string) => Function>} compiled templates by folder; they hold no state */
const compiled = new Map();

/**
 * Compiling takes longer than anything else here, so one process does it once.
 * @param {string} folder
 */
function templatesOf(folder) {
  const known = compiled.get(folder);
  if (known) {
    return known;
  }
  // Written for a view layer, the compiled templates find their globals in this process.
  const templates = vm.runInThisContext(`(function () {${compiler.wxmlToJs(folder)}})`)();
  compiled.set(folder, templates);
  return templates;
}

/** Ids in the engine are never used twice. */
let registered = 0;

function nextId() {
  registered += 1;
  return `definition${registered}`;
}

export class Screen {
  /** @param {string} folder of the built package */
  constructor(folder) {
    this.folder = folder;
    this.templates = templatesOf(folder);
    /** @type {Map<string, string>} component path → id in the engine */
    this.components = new Map();
  }

  /**
   * Makes a component known to the engine.
   * @param {string} name path below the package, without suffix
   * @param {Definition} definition
   */
  registerComponent(name, definition) {
    const id = nextId();
    // Set before registering, because a component may use itself.
    this.components.set(name, id);
    this.register(id, name, 'comp', definition);
  }

  /**
   * @param {string} id
   * @param {string} name
   * @param {string} tagName
   * @param {Definition} definition
   */
  register(id, name, tagName, definition) {
    const own = Object.entries(definition).filter(
      ([key, value]) => typeof value === 'function' && !LIFETIMES.includes(key),
    );
    engine.register({
      id,
      path: `/${name}`,
      tagName,
      template: this.templates(`./${name}.wxml`) ?? this.templates(`${name}.wxml`),
      usingComponents: this.usingOf(name),
      data: definition.data && JSON.parse(JSON.stringify(definition.data)),
      properties: definition.properties,
      methods: { ...definition.methods, ...Object.fromEntries(own) },
      options: definition.options ?? {},
      behaviors: [],
    });
  }

  /** @param {string} name */
  usingOf(name) {
    const manifest = JSON.parse(fs.readFileSync(path.join(this.folder, `${name}.json`), 'utf8'));
    /** @type {Record<string, string>} */
    const using = {};
    for (const [tag, target] of Object.entries(manifest.usingComponents ?? {})) {
      const resolved = path.posix.join(path.posix.dirname(name), String(target));
      const id = this.components.get(resolved);
      if (id === undefined) {
        throw new Error(`${name} uses ${resolved}, which is not there`);
      }
      using[tag] = id;
    }
    return using;
  }

  /**
   * Draws a page and gives the object that the service layer knows as `this`.
   * @param {string} name
   * @param {Definition} definition
   * @param {() => void} onDraw called after each change
   */
  openPage(name, definition, onDraw) {
    const id = nextId();
    this.register(id, name, 'page', definition);
    const component = engine.create(id);
    if (component === undefined) {
      throw new Error(`cannot draw ${name}`);
    }
    const host = document.createElement('div');
    document.body.append(host);
    component.attach(host);
    const instance = /** @type {Definition} */ (component.instance);
    const draw = instance.setData;
    /** @type {(data: object, done?: () => void) => void} */
    instance.setData = (data, done) => {
      // What crosses WeChat's bridge is JSON; paths like `a.[0]` are written `a[0]` by its own code.
      const copy = Object.entries(data).map(([key, value]) => [
        key.replaceAll('.[', '['),
        value === undefined ? undefined : JSON.parse(JSON.stringify(value)),
      ]);
      draw.call(instance, Object.fromEntries(copy));
      onDraw();
      if (done) {
        setImmediate(done);
      }
    };
    return { instance, host };
  }
}

/** Takes everything off the screen. */
export function clearScreen() {
  document.body.replaceChildren();
}

/** @param {Element} host */
export function textOf(host) {
  return squeeze(host.textContent ?? '');
}

/**
 * The element of the component tree that a DOM node belongs to.
 * @param {Element | null} node
 * @returns {ExparserElement | null}
 */
function ownerOf(node) {
  for (let each = node; each !== null; each = each.parentElement) {
    const owner = Reflect.get(each, '__wxElement');
    if (owner) {
      return owner;
    }
  }
  return null;
}

/**
 * All places a target names: `#id`, `.class`, or a text, which finds the innermost elements that read so
 * (or, when none reads exactly so, that contain it).
 * @param {Element} host
 * @param {string} target
 * @returns {ExparserElement[]}
 */
export function findAll(host, target) {
  const nodes = [...host.querySelectorAll('*')];
  if (/^[#.][\w-]+$/.test(target)) {
    const name = target.slice(1);
    const owners = nodes.map((node) => /** @type {ExparserElement} */ (Reflect.get(node, '__wxElement')));
    return [...new Set(owners)].filter((owner) =>
      target.startsWith('#') ? owner?.id === name : owner?.classList?.contains(name),
    );
  }
  const wanted = squeeze(target);
  /** @param {(text: string) => boolean} reads */
  const innermost = (reads) => {
    const hits = nodes.filter((node) => reads(squeeze(node.textContent ?? '')));
    return hits.filter((node) => !hits.some((other) => other !== node && node.contains(other)));
  };
  const exact = innermost((text) => text === wanted);
  const found = exact.length > 0 ? exact : innermost((text) => text.includes(wanted));
  return found.map(ownerOf).filter((owner) => owner !== null);
}

/**
 * Sends an event from an element upwards, as a finger or a keyboard would cause it.
 * @param {ExparserElement} element
 * @param {string} name
 * @param {object} detail
 */
export function send(element, name, detail) {
  const options = { bubbles: true, composed: true, capturePhase: true, extraFields: { touches: [] } };
  exparser.Event.dispatchEvent(element, exparser.Event.create(name, detail, options));
}
