import { commissionStates, formulaText, remainingFen } from './model';

const formula = {
  baseFen: 2_990,
  rateBp: 1_250,
  rounding: 'floor' as const,
  amountFen: 373,
  reversedFen: 100,
};

describe('the explanation of a line', () => {
  it('writes the formula with its numbers', () => {
    expect(formulaText(formula)).toBe('¥29.90 × 12.5% = ¥3.73');
  });

  it('tells what is left after reversals', () => {
    expect(remainingFen(formula)).toBe(273);
  });

  it('has a tab for each state', () => {
    expect(commissionStates).toEqual(['estimated', 'held', 'available', 'reversed', 'none']);
  });
});
