import type { Config } from '../../infra/config.js';
import { OriginCheck } from './origin-check.js';
import type { ApiRequest } from './request.js';

const check = (headers: Record<string, string>, production = false) => {
  const publicUrl = production ? 'https://shop.example' : 'http://127.0.0.1:3000';
  new OriginCheck({ production, publicUrl } as Config).check({ headers } as unknown as ApiRequest);
};
const host = '127.0.0.1:3000';

test.each([
  ['a program that says nothing', {}],
  ['the shop itself', { origin: 'http://127.0.0.1:3000', host, 'sec-fetch-site': 'same-origin' }],
  ['the same machine under another name', { origin: 'http://localhost:3000', host: 'localhost:3000' }],
  ['an address typed by hand', { 'sec-fetch-site': 'none', host }],
])('%s is let in', (_, headers) => {
  expect(() => check(headers as Record<string, string>)).not.toThrow();
});

test.each([
  ['another site', { origin: 'http://evil.example', host }],
  ['another port', { origin: 'http://127.0.0.1:3900', host }],
  ['no site at all', { origin: 'null', host }],
  ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site', host }],
  ['a browser that says same-site', { 'sec-fetch-site': 'same-site', host }],
])('%s is refused', (_, headers) => {
  expect(() => check(headers as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'auth.foreign_origin' }),
  );
});

test('production knows one origin only, whatever the Host header says', () => {
  expect(() => check({ origin: 'https://shop.example', host: 'shop.example' }, true)).not.toThrow();
  expect(() => check({ origin: 'http://other.example', host: 'other.example' }, true)).toThrow(
    'auth.foreign_origin',
  );
});
