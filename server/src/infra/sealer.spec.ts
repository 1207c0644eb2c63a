import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Sealer } from './sealer.js';
import { SealBroken } from './wechat/wechat.errors.js';

const sealer = new Sealer(randomBytes(32));
const SUBJECT = 'payee:1';

it('opens what it sealed, and seals the same text differently each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = sealer.seal(text, SUBJECT);
      expect(sealed).toMatch(/^v1\.[\w-]+$/);
      expect(sealer.seal(text, SUBJECT)).not.toBe(sealed);
      expect(sealer.open(sealed, SUBJECT)).toBe(text);
    }),
  );
});

it('shows nothing of the text', () => {
  const sealed = sealer.seal('张小明', SUBJECT);
  expect(Buffer.from(sealed.slice(3), 'base64url').includes(Buffer.from('小'))).toBe(false);
});

it('opens nothing that belongs elsewhere, was sealed with another key, or was altered', () => {
  const sealed = sealer.seal('张小明', SUBJECT);
  expect(() => sealer.open(sealed, 'payee:2')).toThrow(SealBroken);
  expect(() => new Sealer(randomBytes(32)).open(sealed, SUBJECT)).toThrow(SealBroken);
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => sealer.open(`v1.${altered.toString('base64url')}`, SUBJECT)).toThrow(SealBroken);
  }
  for (const text of ['', 'v1.', 'v1.AAAA', sealed.slice(3), '张小明']) {
    expect(() => sealer.open(text, SUBJECT)).toThrow(SealBroken);
  }
});
