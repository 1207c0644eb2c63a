/** Tencent's own compiler of WXML, which brings no types. */
declare module 'miniprogram-compiler' {
  const compiler: {
    /** Compiles all WXML below a folder into JavaScript; throws with file and line when one is broken. */
    wxmlToJs(folder: string): string;
  };
  export default compiler;
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
