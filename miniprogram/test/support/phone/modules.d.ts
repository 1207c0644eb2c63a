/** Tencent's own compiler of WXML, which brings no types. */
declare module 'miniprogram-compiler' {
  const compiler: {
    /** Compiles all WXML below a folder into JavaScript; throws with file and line when one is broken. */
    wxmlToJs(folder: string): string;
  };
  export default compiler;
}

/** The component engine with the little of its wrapper that the phone uses. */
declare module 'j-component' {
  const engine: {
    register(definition: object): string;
    create(id: string): { instance: Record<string, unknown>; attach(host: Node): void } | undefined;
  };
  export default engine;
}

declare module 'miniprogram-exparser' {
  /** A node of the component tree. */
  export interface ExparserElement {
    id: string;
    classList?: { contains(name: string): boolean };
  }
  const exparser: {
    Event: {
      create(name: string, detail: object, options: object): object;
      dispatchEvent(target: ExparserElement, event: object): void;
    };
  };
  export default exparser;
}

/** The part of jsdom that the phone uses; it brings no types. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { pretendToBeVisual: boolean });
    readonly window: Window & typeof globalThis;
  }
}
