import { type RouteName, routePath, routeQuery, routeTable } from './routes.js';

const names = Object.keys(routeTable) as RouteName[];

it('no two routes share a verb and a path', () => {
  const keys = names.map((name) => `${routeTable[name].method} ${routeTable[name].path}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it.each(names.filter((name) => name.startsWith('console.') && !/login|session|logout/.test(name)))(
  '%s names the permission it needs',
  (name) => {
    expect(routeTable[name].access).toBe('operator');
    expect(routeTable[name].permission).toBeDefined();
  },
);

it('puts parameters into the path, encoded', () => {
  expect(routePath('shop.order', { id: 'a/b' })).toBe('/shop/orders/a%2Fb');
});

it('leaves out what is absent from the query', () => {
  expect(routeQuery({ cursor: undefined, limit: 5, state: '' })).toBe('?limit=5');
  expect(routeQuery({})).toBe('');
});
