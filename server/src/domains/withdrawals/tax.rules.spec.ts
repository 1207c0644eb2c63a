import { taxRuleIds } from '@tuanlink/shared/states';
import fc from 'fast-check';
import { expectedTax, labourTax, noTax, taxRules, taxToSend, withhold } from './tax.rules.js';

const MONTH = '2026-11';
const yuan = (amount: number) => amount * 100;
const amounts = fc.integer({ min: 30, max: 30_000_000 });
const payments = fc.array(amounts, { minLength: 1, maxLength: 12 });

describe('tax on remuneration for labour', () => {
  it.each([
    // pay, taxable, rate, quick deduction, tax; yuan and basis points
    [0, 0, 2_000, 0, 0],
    [800, 0, 2_000, 0, 0],
    [1_000, 200, 2_000, 0, 40],
    [4_000, 3_200, 2_000, 0, 640],
    [5_000, 4_000, 2_000, 0, 800],
    [25_000, 20_000, 2_000, 0, 4_000],
    [30_000, 24_000, 3_000, 2_000, 5_200],
    [62_500, 50_000, 3_000, 2_000, 13_000],
    [70_000, 56_000, 4_000, 7_000, 15_400],
  ])('¥%d: ¥%d taxed at %d bp less ¥%d is ¥%d', (pay, taxable, rateBp, quick, tax) => {
    expect(labourTax(yuan(pay))).toEqual({
      deductionFen: yuan(pay - taxable),
      taxableFen: yuan(taxable),
      rateBp,
      quickDeductionFen: yuan(quick),
      taxFen: yuan(tax),
    });
  });

  it.each([
    [80_002, 0],
    [80_003, 1],
    [400_001, 64_000],
    [400_004, 64_001],
    [2_500_001, 400_000],
    [6_250_001, 1_300_000],
    [6_250_002, 1_300_001],
  ])('%d fen: rounded to %d fen', (pay, tax) => {
    expect(labourTax(pay).taxFen).toBe(tax);
  });
});

describe.each(taxRuleIds)('%s', (id) => {
  const rule = taxRules[id];

  it('takes nothing of nothing, never less of more, and never all', () => {
    expect(rule(0).taxFen).toBe(0);
    const pay = fc.integer({ min: 0, max: 10_000_000_000 });
    fc.assert(
      fc.property(pay, pay, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(rule(less).taxFen).toBeLessThanOrEqual(rule(more).taxFen);
        expect(rule(more).taxFen).toBeLessThanOrEqual(more);
        expect(rule(more).deductionFen + rule(more).taxableFen).toBe(more);
      }),
    );
  });

  it('takes the same of a month however it is split', () => {
    fc.assert(
      fc.property(payments, (parts) => {
        let monthBeforeFen = 0;
        let withheldBeforeFen = 0;
        for (const amountFen of parts) {
          const { taxFen, netFen } = withhold(id, MONTH, { amountFen, monthBeforeFen, withheldBeforeFen });
          expect(taxFen + netFen).toBe(amountFen);
          monthBeforeFen += amountFen;
          withheldBeforeFen += taxFen;
        }
        expect(withheldBeforeFen).toBe(rule(monthBeforeFen).taxFen);
      }),
    );
  });

  it('takes the same of a month whichever of those on their way arrive, and lets wait only where it matters', () => {
    fc.assert(
      fc.property(payments, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (parts, arrives) => {
        let paidFen = 0;
        let withheldFen = 0;
        const waitedFor: number[] = [];
        let onTheWay: { amountFen: number; taxFen: number; arrives: boolean }[] = [];
        const settle = () => {
          for (const one of onTheWay.filter((each) => each.arrives)) {
            paidFen += one.amountFen;
            withheldFen += one.taxFen;
          }
          onTheWay = [];
        };
        parts.forEach((amountFen, index) => {
          const openFen = () => onTheWay.reduce((sum, one) => sum + one.amountFen, 0);
          let tax = taxToSend(id, MONTH, amountFen, { paidFen, withheldFen, openFen: openFen() });
          if (tax === null) {
            waitedFor.push(openFen());
            settle();
            tax = taxToSend(id, MONTH, amountFen, { paidFen, withheldFen, openFen: 0 });
          }
          onTheWay.push({ amountFen, taxFen: tax?.taxFen ?? NaN, arrives: arrives[index] ?? false });
        });
        settle();
        expect(withheldFen).toBe(rule(paidFen).taxFen);
        expect(waitedFor.every((fen) => fen > 0)).toBe(true);
      }),
    );
  });
});

describe('withholding', () => {
  it.each([
    // amount, paid before, withheld before, tax
    [100_000, 0, 0, 4_000],
    [100_000, 400_000, 64_000, 16_000],
    [100_000, 400_000, 80_000, 0],
    [50, 7_000_000, 0, 40],
    [10, 7_000_000, 0, 0],
    [5, 7_000_000, 0, 0],
  ])('of %d after %d, with %d withheld, is %d', (amountFen, monthBeforeFen, withheldBeforeFen, taxFen) => {
    expect(withhold('labour-cn-1', MONTH, { amountFen, monthBeforeFen, withheldBeforeFen })).toMatchObject({
      month: MONTH,
      taxFen,
      netFen: amountFen - taxFen,
    });
  });

  it('shows every step of the way', () => {
    const facts = { amountFen: 100_000, monthBeforeFen: 400_000, withheldBeforeFen: 64_000 };
    expect(withhold('labour-cn-1', MONTH, facts)).toEqual({
      rule: 'labour-cn-1',
      month: MONTH,
      monthBeforeFen: 400_000,
      monthFen: 500_000,
      deductionFen: 100_000,
      taxableFen: 400_000,
      rateBp: 2_000,
      quickDeductionFen: 0,
      monthTaxFen: 80_000,
      withheldBeforeFen: 64_000,
      taxFen: 16_000,
      netFen: 84_000,
    });
  });

  it('is expected as if all that is open had arrived before', () => {
    const facts = { paidFen: 400_000, withheldFen: 64_000, openFen: 100_000 };
    expect(expectedTax('labour-cn-1', MONTH, 100_000, facts)).toMatchObject({
      monthBeforeFen: 500_000,
      withheldBeforeFen: 80_000,
      taxFen: 16_000,
    });
    // What was withheld before is known; the rest is reckoned.
    expect(expectedTax('labour-cn-1', MONTH, 100_000, { ...facts, withheldFen: 90_000 }).taxFen).toBe(6_000);
  });

  it('is nothing without a tax', () => {
    expect(noTax(7_000_000)).toMatchObject({ taxableFen: 0, taxFen: 0 });
  });
});

describe('a withdrawal that is to be sent', () => {
  it.each([
    // amount, paid, withheld, open; tax, or null to wait
    [50_000, 0, 0, 0, 0],
    [50_000, 0, 0, 30_000, 0],
    [50_001, 0, 0, 30_003, null],
    [100_000, 0, 0, 0, 4_000],
    [100_000, 0, 0, 10, null],
    [100_000, 100_000, 4_000, 0, 20_000],
  ])('%d after %d with %d withheld and %d on the way', (amount, paidFen, withheldFen, openFen, tax) => {
    const decided = taxToSend('labour-cn-1', MONTH, amount, { paidFen, withheldFen, openFen });
    expect(decided?.taxFen ?? null).toBe(tax);
  });
});
