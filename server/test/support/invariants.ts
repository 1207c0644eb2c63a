import { exportTransitions } from '@tuanlink/shared/exports';
import {
  afterSaleTransitions,
  approvalTransitions,
  campaignTransitions,
  canMove,
  commissionStartStates,
  commissionTransitions,
  differenceTransitions,
  distributorTransitions,
  groupTransitions,
  orderTransitions,
  paymentTransitions,
  payoutRunTransitions,
  refundTransitions,
  type Transitions,
  withdrawalTransitions,
} from '@tuanlink/shared/states';
import { findBroken } from '../rules/index.js';
import type { TestShop } from './shop.js';

/** A thing with states: its events, its table of moves, and the states it may start in. */
const machines: { events: string; table: Transitions<string>; starts: readonly string[] }[] = [
  { events: 'campaign_event', table: campaignTransitions, starts: ['draft'] },
  { events: 'group_event', table: groupTransitions, starts: ['opening'] },
  { events: 'order_event', table: orderTransitions, starts: ['unpaid'] },
  { events: 'payment_event', table: paymentTransitions, starts: ['open'] },
  { events: 'refund_event', table: refundTransitions, starts: ['requested'] },
  { events: 'after_sale_event', table: afterSaleTransitions, starts: ['applied'] },
  { events: 'approval_event', table: approvalTransitions, starts: ['pending'] },
  { events: 'export_event', table: exportTransitions, starts: ['waiting'] },
  { events: 'distributor_event', table: distributorTransitions, starts: ['applied'] },
  { events: 'reconciliation_difference_event', table: differenceTransitions, starts: ['open'] },
  { events: 'commission_event', table: commissionTransitions, starts: commissionStartStates },
  { events: 'withdrawal_event', table: withdrawalTransitions, starts: ['requested'] },
  { events: 'payout_run_event', table: payoutRunTransitions, starts: ['draft'] },
];

/** Every move that was written down stands in the tables of `shared/states`; staying put is no move. */
export async function expectStatesToBeAllowed(shop: TestShop): Promise<void> {
  for (const { events, table, starts } of machines) {
    const pairs = await shop.rows<{ from: string | null; to: string }>(
      `select distinct from_state as "from", to_state as "to" from ${events}`,
    );
    const wrong = pairs.filter(({ from, to }) =>
      from === null ? !starts.includes(to) : from !== to && !canMove(table, from, to),
    );
    expect({ events, wrong }).toEqual({ events, wrong: [] });
  }
}

/**
 * Checks every rule that must hold whenever nothing is in the middle of happening.
 * @param except names of rules that a suite breaks on purpose, by what it writes past the shop
 */
export async function expectBooksToBalance(shop: TestShop, except: RegExp = /^$/): Promise<void> {
  const broken = await findBroken((sql) => shop.rows(sql), false);
  expect(broken.filter(({ rule }) => !except.test(rule))).toEqual([]);
}
