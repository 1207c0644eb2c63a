import { Shop1763800000000 } from './1763800000000-shop.js';
import { Staff1763800100000 } from './1763800100000-staff.js';
import { Refunds1764000000000 } from './1764000000000-refunds.js';
import { Withdrawals1764100000000 } from './1764100000000-withdrawals.js';
import { Groups1764200000000 } from './1764200000000-groups.js';
import { Reconciliation1764300000000 } from './1764300000000-reconciliation.js';
import { Speed1764500000000 } from './1764500000000-speed.js';
import { Exports1764400000000 } from './1764400000000-exports.js';
import { OutboxOrder1764600000000 } from './1764600000000-outbox-order.js';
import { Commission1764800000000 } from './1764800000000-commission.js';
import { AfterSales1764700000000 } from './1764700000000-after-sales.js';
import { Unfulfilled1764900000000 } from './1764900000000-unfulfilled.js';

/** Every migration, in the order of their times. */
export const migrations = [
  Shop1763800000000,
  Staff1763800100000,
  Refunds1764000000000,
  Withdrawals1764100000000,
  Groups1764200000000,
  Reconciliation1764300000000,
  Speed1764500000000,
  Exports1764400000000,
  OutboxOrder1764600000000,
  Commission1764800000000,
  AfterSales1764700000000,
  Unfulfilled1764900000000,
];
