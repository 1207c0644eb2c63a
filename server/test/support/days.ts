import { DAY_MS, formatDate, HOUR_MS, MINUTE_MS, shanghaiParts } from '@tuanlink/shared/time';
import type { TestShop } from './shop.js';

/** Moves both clocks on to the next time that the wall clock in Shanghai shows this hour and minute. */
export async function toHour(shop: TestShop, hour: number, minute = 0): Promise<void> {
  const now = shop.clock.now();
  const { hour: h, minute: m, second } = shanghaiParts(now);
  const passed = (h * 60 + m) * MINUTE_MS + second * 1_000 + (now.getTime() % 1_000);
  const wanted = hour * HOUR_MS + minute * MINUTE_MS;
  await shop.pass((wanted - passed + DAY_MS) % DAY_MS);
}

/** The present day in China. */
export const today = (shop: TestShop) => formatDate(shop.clock.now());

/** Goes on to the next morning, on which the bills of the day before are fetched and compared. */
export async function nextMorning(shop: TestShop): Promise<void> {
  await toHour(shop, 0);
  await toHour(shop, 10, 31);
  await shop.drain();
}
