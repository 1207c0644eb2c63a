import { FONT_SCALES, fontScaleOf } from './settings.rules';

it.each([
  [0.8, 1],
  [1, 1],
  [1.04, 1],
  [1.12, 1.1],
  [1.2, 1.2],
  [1.35, 1.3],
  [1.4, 1.4],
  [2.5, 1.4],
])('takes a factor of %f in WeChat to %f', (factor, scale) => {
  expect(fontScaleOf('system', factor)).toBe(scale);
});

it('keeps a chosen size whatever WeChat says', () => {
  expect(['normal', 'large', 'largest'].map((choice) => fontScaleOf(choice as 'normal', 3))).toEqual([
    1, 1.2, 1.4,
  ]);
});

it('knows no scale beyond 1.0–1.4', () => {
  expect([Math.min(...FONT_SCALES), Math.max(...FONT_SCALES)]).toEqual([1, 1.4]);
});
