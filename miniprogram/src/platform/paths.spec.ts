import { pageUrl, paths } from './paths';

it.each([
  [paths.group('g1', 'AbCdEf1234'), '/packages/buy/group/index?id=g1&share=AbCdEf1234'],
  [paths.group('g1'), '/packages/buy/group/index?id=g1'],
  [paths.product('p1', 'AbCdEf1234'), '/packages/buy/product/index?id=p1&share=AbCdEf1234'],
  [
    paths.checkout({ mode: 'join', group: 'g1', sku: 's1' }),
    '/packages/buy/checkout/index?mode=join&group=g1&sku=s1',
  ],
  [paths.addresses(true), '/packages/account/addresses/index?pick=1'],
  [paths.askBack('o1'), '/packages/order/after-sale-apply/index?id=o1'],
  [paths.afterSale('a1'), '/packages/order/after-sale/index?id=a1'],
  [paths.address(), '/packages/account/address/index'],
  [pageUrl('/x', { a: 'b c&d', n: 0, none: undefined, empty: '' }), '/x?a=b%20c%26d&n=0'],
])('%s', (built, expected) => {
  expect(built).toBe(expected);
});
