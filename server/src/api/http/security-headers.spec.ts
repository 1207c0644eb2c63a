import { createHash } from 'node:crypto';
import { pagePolicy } from './security-headers.js';

const hashOf = (code: string) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`;

test('the inline scripts of the page itself may run, by their hash, and no others', () => {
  const html = `<script>var a = 1;</script><script src="/env.js"></script><script type="module">go()</script>`;
  const scripts = pagePolicy(html)
    .split('; ')
    .find((rule) => rule.startsWith('script-src'));
  expect(scripts).toBe(`script-src 'self' ${hashOf('var a = 1;')} ${hashOf('go()')}`);
});

test('a page is framed by nobody and loads no plugins', () => {
  expect(pagePolicy('')).toContain("object-src 'none'");
  expect(pagePolicy('')).toContain("frame-ancestors 'none'");
});
