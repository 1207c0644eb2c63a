import fc from 'fast-check';
import {
  allocate,
  fenToYuan,
  formatBp,
  formatFen,
  parseYuan,
  readStatedYuan,
  roundStatedYuan,
  shareOfFen,
  sumFen,
  timesFen,
} from './money.js';

describe('allocate', () => {
  it.each<[number, number[], number[]]>([
    [100, [1, 1, 1], [34, 33, 33]],
    [0, [5, 5], [0, 0]],
    [0, [], []],
    [7, [0, 0], [4, 3]],
    [10, [0, 10], [0, 10]],
    [1, [1, 2], [0, 1]],
    [2_990, [1_990, 3_990, 10], [993, 1_992, 5]],
    [Number.MAX_SAFE_INTEGER, [1, 1], [4503599627370496, 4503599627370495]],
  ])('%d over %j is %j', (total, weights, parts) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  it('sums to the whole and never strays a fen from the exact share', () => {
    const weights = fc.array(fc.nat({ max: 1_000_000_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000_000 }), weights, (total, given) => {
        const parts = allocate(total, given);
        expect(sumFen(parts)).toBe(total);
        const sum = BigInt(given.reduce((a, b) => a + b, 0));
        const thousandths = (weight: number) =>
          sum === 0n ? (total * 1000) / given.length : Number((BigInt(total) * BigInt(weight) * 1000n) / sum);
        const strays = parts.filter(
          (part, index) => Math.abs(part * 1000 - thousandths(given[index] ?? 0)) > 1000,
        );
        expect(strays).toEqual([]);
      }),
    );
  });

  it.each([
    [-1, [1]],
    [1, [-1, 2]],
    [1, []],
  ])('refuses %d over %j', (total, weights) => {
    expect(() => allocate(total, weights)).toThrow(RangeError);
  });
});

describe('shares of an amount', () => {
  it.each([
    [2_990, 1_000, 299],
    [999, 1_000, 99],
    [9, 1_000, 0],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
  ])('%d at %d bp is %d', (base, rate, amount) => {
    expect(shareOfFen(base, rate)).toBe(amount);
  });
});

it('refuses sums and products beyond the safe integers', () => {
  expect(() => sumFen([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(() => timesFen(Number.MAX_SAFE_INTEGER, 2)).toThrow(RangeError);
});

describe('amounts as text', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [2_990, '29.90'],
    [123_456_789, '1,234,567.89'],
  ])('%d fen is %s', (fen, text) => {
    expect(fenToYuan(fen)).toBe(text);
  });

  it('carries the unit', () => {
    expect(formatFen(2_990)).toBe('¥29.90');
    expect(formatFen(-120)).toBe('-¥1.20');
  });

  it.each([
    ['29.9', 2_990],
    ['1,200', 120_000],
    [' 0.05 ', 5],
    ['1.234', null],
    ['-1', null],
    ['', null],
    ['1e3', null],
  ])('reads %j as %s', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it.each([
    ['29.90', 2_990],
    ['-0.18', -18],
    ['0', 0],
    ['0.0', 0],
    ['-0.00', 0],
    ['0.00000', 0],
    ['1234567890.1', 123_456_789_010],
    ['0.006', null],
    ['1,200.00', null],
    ['+1', null],
    ['1.', null],
    ['', null],
    ['¥1', null],
  ])('reads %j of a statement as %s', (text, fen) => {
    expect(readStatedYuan(text)).toBe(fen);
  });

  it.each([
    ['0.00600', 1],
    ['0.00499', 0],
    ['-0.005', -1],
    ['-12.344', -1_234],
    ['0.18', 18],
    ['3', 300],
    ['0.1', 10],
    ['1.234567', null],
    ['', null],
    ['x', null],
  ])('rounds the fee %j to %s', (text, fen) => {
    expect(roundStatedYuan(text)).toBe(fen);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999_999_999 }), (fen) => {
        expect(parseYuan(fenToYuan(fen))).toBe(fen);
      }),
    );
  });

  it.each([
    [1_000, '10%'],
    [1_250, '12.5%'],
    [5, '0.05%'],
    [0, '0%'],
    [10_000, '100%'],
  ])('%d bp is %s', (bp, text) => {
    expect(formatBp(bp)).toBe(text);
  });
});
