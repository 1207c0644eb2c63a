import { readAdjustment, readOwnRate } from './money-model';

it.each([
  ['12.50', 1_250],
  ['+0.01', 1],
  ['-12.5', -1_250],
  ['100,000', 10_000_000],
  ['100000.01', null],
  ['0', null],
  ['-0', null],
  ['0.001', null],
  ['--1', null],
  ['一元', null],
  ['', null],
])('an adjustment of %p is %p fen', (text, fen) => {
  expect(readAdjustment(text)).toBe(fen);
});

it.each([
  ['', null],
  ['12.5', 1_250],
  ['12.5%', 1_250],
  ['50', 5_000],
  ['50.01', undefined],
  ['0', undefined],
  ['-1', undefined],
  ['x', undefined],
])('a rate of %p is %p', (text, rateBp) => {
  expect(readOwnRate(text)).toBe(rateBp);
});
