/**
 * The part of AbortController that react-query uses, for the mini program: WeChat's service layer has none.
 * The build puts it in wherever the name AbortController is used.
 */
type Listener = () => void;

class AbortSignalLite {
  aborted = false;
  reason: unknown = undefined;
  private listeners: Listener[] = [];

  addEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.listeners = this.listeners.filter((known) => known !== listener);
  }

  throwIfAborted(): void {
    if (this.aborted) {
      throw this.reason;
    }
  }

  /** Called by its switch only. */
  fire(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    this.listeners.splice(0).forEach((listener) => listener());
  }
}

/** Stands in for AbortController; aborting twice does nothing the second time. */
export class AbortSwitch {
  readonly signal = new AbortSignalLite();

  abort(reason: unknown = new Error('AbortError')): void {
    if (!this.signal.aborted) {
      this.signal.fire(reason);
    }
  }
}
