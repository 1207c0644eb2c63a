import { rateField, readAmount, readRate, yuanField } from './figures.model';

describe('amounts and rates as typed', () => {
  it.each([
    ['29.9', 1, 2_990],
    ['0', 0, 0],
    ['0', 1, null],
    ['29.999', 1, null],
    ['-1', 0, null],
    ['100000000', 1, 10_000_000_000],
    ['100000000.01', 1, null],
  ])('%s with at least %s fen is %s', (text, min, fen) => {
    expect(readAmount(text, min)).toBe(fen);
  });

  it.each([
    ['10', 1_000],
    ['12.5', 1_250],
    ['0', 0],
    ['10%', 1_000],
    ['50', 5_000],
    ['50.01', null],
    ['', null],
    ['x', null],
  ])('%s per cent is %s', (text, bp) => {
    expect(readRate(text)).toBe(bp);
  });

  it.each([1, 10, 100, 1_000, 1_250, 5_000])('reads back the rate %s', (bp) => {
    expect(readRate(rateField(bp))).toBe(bp);
  });

  it('shows amounts without separators', () => {
    expect([yuanField(123_456), yuanField(null)]).toEqual(['1234.56', '']);
  });
});
