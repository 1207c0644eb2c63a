import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { Chance } from '../../kernel/chance.js';
import type { Operator } from '../operator.js';

/** How many of the waiting parcels are packed at one time. */
const PACKED = 0.8;

/** For so long after the day something is still sent, for people who come again. */
const AFTERWARDS_MS = 11 * DAY_MS;

/** Ships what is paid, a few times a day, mostly as a list, until nothing is left to ship. */
export async function ships(operator: Operator, closing: Date): Promise<void> {
  const { chance, town } = operator;
  const last = new Date(closing.getTime() + AFTERWARDS_MS);
  for (;;) {
    const now = town.scheduler.now();
    const isOver = now >= last;
    await town.scheduler.sleep(now >= closing ? 5 * HOUR_MS : chance.integer(60, 240) * MINUTE_MS);
    const { items } = await operator.must('console.orders', { query: { state: 'to_ship', limit: 100 } });
    if (isOver && items.length === 0) return;
    const [first, ...others] = items.filter(() => isOver || chance.happens(PACKED));
    if (first === undefined) continue;
    const body = { carrier: 'SF', trackingNo: trackingNo(chance) };
    await operator.call('console.order.ship', { params: { id: first.id }, body });
    if (others.length === 0) continue;
    const rows = others.map(({ id }) => `${id},YTO,${trackingNo(chance)}`);
    await operator.call('console.shipments.import', {
      body: { csv: ['order_id,carrier,tracking_no', ...rows].join('\n') },
    });
  }
}

const trackingNo = (chance: Chance) => `SIM${chance.integer(10_000_000, 99_999_999)}`;
