import type { SimShop } from './shop/sim-shop.js';

/** Something that is broken on purpose, to see that it is found. */
export type Sabotage = (shop: SimShop) => Promise<unknown>;

/** Replaces a piece of one of the shop's SQL functions, in this day's own database. */
export function mutate(name: string, piece: string, by: string): Sabotage {
  return async (shop) => {
    const [found] = await shop.rows<{ text: string }>(
      'select pg_get_functiondef(oid) as text from pg_proc where proname = $1',
      [name],
    );
    if (found === undefined || !found.text.includes(piece)) throw new Error(`${name} has no ${piece}`);
    await shop.rows(found.text.replace(piece, () => by));
  };
}

/** Runs statements before the day begins. */
export function tamper(sql: string): Sabotage {
  return (shop) => shop.rows(sql);
}

/** Several at once. */
export function together(...sabotages: Sabotage[]): Sabotage {
  return async (shop) => {
    for (const sabotage of sabotages) await sabotage(shop);
  };
}
