/** Where share links lead; provided by the part that knows shares. */
export abstract class ShareLinks {
  /**
   * Page and query of a share's target within the mini program, with leading slash
   * (`/packages/buy/group/index?id=…&share=…`); null when there is no such share.
   */
  abstract pathOf(token: string): Promise<string | null>;
}
