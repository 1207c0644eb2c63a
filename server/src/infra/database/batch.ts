import { isDatabaseDown } from './errors.js';

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Gathers items that arrive while earlier ones are under way, and hands them on together. Nothing waits for
 * company: as long as fewer than `callsMax` calls are running, an item leaves at once.
 *
 * A call that fails is repeated item by item, so that one bad item fails alone, unless the database is gone
 * for all of them. The work behind it must therefore be all or nothing per call.
 */
export class Batch<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private calls = 0;

  /**
   * @param run does the work: one result per item, in their order
   * @param limits calls at a time, and items per call
   */
  constructor(
    private readonly run: (items: Item[]) => Promise<Result[]>,
    private readonly limits: { callsMax: number; itemsMax: number },
  ) {}

  /** The result of this item; rejects with the error of its own call. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.calls === this.limits.callsMax || this.waiting.length === 0) return;
    const items = this.waiting.splice(0, this.limits.itemsMax);
    this.calls += 1;
    void this.together(items).finally(() => {
      this.calls -= 1;
      this.next();
    });
  }

  private async together(items: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(items.map(({ item }) => item));
      if (results.length !== items.length) {
        throw new Error(`${items.length} items had ${results.length} results`);
      }
      items.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (items.length === 1 || isDatabaseDown(error)) {
        items.forEach(({ reject }) => reject(error));
        return;
      }
      for (const item of items) await this.together([item]);
    }
  }
}
