/** A token as it was issued. */
export interface IssuedToken {
  token: string;
  /** Seconds from now; at least 300, at most 7,200. */
  lifetimeSeconds: number;
}

const renewBeforeMs = 300_000;

/**
 * The mini program's access token. It comes from `stable_token`, which gives every caller the same token
 * until five minutes before its end, so each process may keep its own copy and none voids another's.
 */
export class AccessTokenCache {
  private current: { token: string; renewAt: number } | undefined;
  private fetching: Promise<string> | undefined;

  constructor(
    private readonly issue: () => Promise<IssuedToken>,
    private readonly now: () => Date,
  ) {}

  /**
   * The token; fetched when there is none or its last five minutes have begun. Callers at once share one
   * fetch.
   */
  async get(): Promise<string> {
    if (this.current !== undefined && this.now().getTime() < this.current.renewAt) return this.current.token;
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  /** Forgets a token that WeChat refused, unless it has been replaced since. */
  drop(token: string): void {
    if (this.current?.token === token) this.current = undefined;
  }

  private async fetch(): Promise<string> {
    const askedAt = this.now().getTime();
    const { token, lifetimeSeconds } = await this.issue();
    this.current = { token, renewAt: askedAt + lifetimeSeconds * 1000 - renewBeforeMs };
    return token;
  }
}
