import { rolePermissions } from '@tuanlink/shared/states';
import type { OperatorRole } from '@tuanlink/shared/states';
import { mayCall, placeOf, safeNext, visiblePlaces } from './access';

describe('visiblePlaces', () => {
  it.each<[OperatorRole, string[]]>([
    [
      'owner',
      [
        '/orders',
        '/exceptions',
        '/after-sales',
        '/refunds',
        '/approvals',
        '/groups',
        '/products',
        '/campaigns',
        '/distributors',
        '/commissions',
        '/commission-rules',
        '/reconciliation',
        '/withdrawals',
        '/payout-runs',
        '/ledger',
        '/exports',
        '/audit',
        '/notices',
        '/jobs',
      ],
    ],
    [
      'operator',
      [
        '/orders',
        '/exceptions',
        '/after-sales',
        '/refunds',
        '/approvals',
        '/groups',
        '/products',
        '/campaigns',
        '/distributors',
        '/commissions',
        '/commission-rules',
        '/jobs',
      ],
    ],
  ])('%s', (role, paths) => {
    expect(visiblePlaces(rolePermissions[role]).map(({ path }) => path)).toEqual(paths);
  });

  it('is empty without permissions', () => {
    expect(visiblePlaces([])).toEqual([]);
  });
});

describe('mayCall', () => {
  it.each([
    ['operator', 'console.order.ship', true],
    ['auditor', 'console.order.ship', false],
    ['auditor', 'console.ledger.verify', true],
    ['finance', 'console.distributor.approve', false],
    ['auditor', 'console.logout', true],
  ] as const)('%s %s: %s', (role, route, expected) => {
    expect(mayCall(rolePermissions[role], route)).toBe(expected);
  });
});

describe('placeOf', () => {
  it.each([
    ['/orders', '/orders'],
    ['/products/new', '/products'],
    ['/productsx', undefined],
    ['/', undefined],
  ])('%s belongs to %s', (pathname, path) => {
    expect(placeOf(pathname)?.path).toBe(path);
  });
});

describe('safeNext', () => {
  it.each([
    [null, '/'],
    ['/orders?state=to_ship', '/orders?state=to_ship'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/login?next=/x', '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});
