import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256 } from './sha256.js';

const nodes = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

// The examples of FIPS 180-4, and lengths around the ends of a block.
it.each(['', 'abc', 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '团链 🧧', '\u0000\u0001'])(
  'of %p',
  (text) => {
    expect(sha256(text)).toBe(nodes(text));
  },
);

it.each([54, 55, 56, 57, 63, 64, 65, 119, 120, 5_000])('of %p bytes', (length) => {
  expect(sha256('x'.repeat(length))).toBe(nodes('x'.repeat(length)));
});

it('is what Node says for any text, whole characters and halves of them', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })),
      (text) => {
        expect(sha256(text)).toBe(nodes(text));
      },
    ),
  );
  expect(sha256('a\ud83ez')).toBe(nodes('a\ud83ez'));
});
