/** JSON text that PostgreSQL built: sent as it is, without parsing it. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** An answer in the caller's own format instead of a refusal: throw it. Used towards WeChat. */
export class HttpAnswer extends Error {
  /**
   * @param status HTTP status
   * @param body an object goes out as JSON, a string as plain text
   */
  constructor(
    readonly status: number,
    readonly body: object | string,
  ) {
    super(`answer ${status}`);
    this.name = 'HttpAnswer';
  }
}
