import {
  afterSaleTransitions,
  approvalTransitions,
  campaignTransitions,
  canMove,
  commissionTransitions,
  differenceTransitions,
  distributorTransitions,
  groupTransitions,
  orderTransitions,
  paymentTransitions,
  permissions,
  productTransitions,
  refundTransitions,
  rolePermissions,
  statesOf,
  type Transitions,
  withdrawalTransitions,
} from './states.js';

/** The tables of the design, written a second time and by hand: every pair that may follow one another. */
const allowed: Record<string, { table: Transitions<string>; moves: string[] }> = {
  product: {
    table: productTransitions,
    moves: [
      'draft>on_sale',
      'draft>off_sale',
      'on_sale>off_sale',
      'on_sale>draft',
      'off_sale>on_sale',
      'off_sale>draft',
    ],
  },
  campaign: {
    table: campaignTransitions,
    moves: [
      'draft>scheduled',
      'draft>running',
      'scheduled>running',
      'scheduled>paused',
      'scheduled>ended',
      'running>paused',
      'running>ended',
      'paused>running',
      'paused>ended',
    ],
  },
  group: {
    table: groupTransitions,
    moves: ['opening>forming', 'opening>failed', 'forming>succeeded', 'forming>failed'],
  },
  order: {
    table: orderTransitions,
    moves: [
      'unpaid>waiting_group',
      'unpaid>to_ship',
      'unpaid>cancelled',
      'cancelled>waiting_group',
      'cancelled>to_ship',
      'cancelled>refunding',
      'waiting_group>to_ship',
      'waiting_group>refunding',
      'to_ship>shipped',
      'to_ship>refunding',
      'shipped>received',
      'shipped>refunding',
      'received>completed',
      'received>refunding',
      'completed>refunding',
      'refunding>refunded',
    ],
  },
  payment: {
    table: paymentTransitions,
    moves: ['open>paid', 'open>closing', 'closing>paid', 'closing>closed', 'closed>paid'],
  },
  refund: {
    table: refundTransitions,
    moves: [
      'requested>accepted',
      'requested>succeeded',
      'requested>abnormal',
      'accepted>succeeded',
      'accepted>abnormal',
      'abnormal>requested',
      'abnormal>succeeded',
    ],
  },
  distributor: {
    table: distributorTransitions,
    moves: [
      'applied>approved',
      'applied>rejected',
      'rejected>applied',
      'approved>suspended',
      'suspended>approved',
    ],
  },
  commission: {
    table: commissionTransitions,
    moves: ['estimated>held', 'estimated>reversed', 'held>available', 'held>reversed', 'available>reversed'],
  },
  afterSale: {
    table: afterSaleTransitions,
    moves: [
      'applied>approved',
      'applied>rejected',
      'applied>withdrawn',
      'approved>returning',
      'approved>refunding',
      'returning>returned',
      'returning>withdrawn',
      'returned>refunding',
      'returned>rejected',
      'refunding>done',
    ],
  },
  withdrawal: {
    table: withdrawalTransitions,
    moves: [
      'requested>approved',
      'requested>rejected',
      'approved>sending',
      'sending>awaiting_confirmation',
      'sending>paid',
      'sending>lapsed',
      'sending>failed',
      'awaiting_confirmation>paid',
      'awaiting_confirmation>lapsed',
      'awaiting_confirmation>failed',
    ],
  },
  difference: { table: differenceTransitions, moves: ['open>resolved', 'resolved>open'] },
  approval: {
    table: approvalTransitions,
    moves: ['pending>approved', 'pending>rejected', 'pending>withdrawn'],
  },
};

const pairs = Object.entries(allowed).flatMap(([thing, { table, moves }]) =>
  statesOf(table).flatMap((from) =>
    statesOf(table).map((to) => ({ thing, from, to, table, may: moves.includes(`${from}>${to}`) })),
  ),
);

it.each(pairs)('$thing: $from to $to is allowed: $may', ({ table, from, to, may }) => {
  expect(canMove(table, from, to)).toBe(may);
});

describe('roles', () => {
  it('leave only looking and verifying to the auditor', () => {
    expect(rolePermissions.auditor.filter((name) => !/\.(read|verify)$/.test(name))).toEqual([]);
  });

  it('give the owner everything', () => {
    expect([...rolePermissions.owner].sort()).toEqual([...permissions].sort());
  });
});
