export type FontChoice = 'system' | 'normal' | 'large' | 'largest';

/** The steps of the font scale that styles know. */
export const FONT_SCALES = [1, 1.1, 1.2, 1.3, 1.4] as const;
export type FontScale = (typeof FONT_SCALES)[number];

const CHOSEN: Record<Exclude<FontChoice, 'system'>, FontScale> = { normal: 1, large: 1.2, largest: 1.4 };

/** The scale of a choice, between 1.0 and 1.4; WeChat's own factor is taken to the next known step. */
export function fontScaleOf(choice: FontChoice, systemFactor: number): FontScale {
  if (choice !== 'system') {
    return CHOSEN[choice];
  }
  return FONT_SCALES.find((scale) => scale >= systemFactor - 0.05) ?? 1.4;
}
