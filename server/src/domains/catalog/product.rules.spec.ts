import { type PresentSku, type WantedSku, blockedWithdrawals, planSkus } from './product.rules.js';

const present: PresentSku[] = [
  { id: 'aa', withdrawn: false, costFen: 500, code: 'A-1' },
  { id: 'bb', withdrawn: false, costFen: null, code: '' },
  { id: 'cc', withdrawn: true, costFen: 300, code: 'C-1' },
];

const sku = (change: Partial<WantedSku>): WantedSku => ({ name: 'n', priceFen: 100, stock: 5, ...change });

function plan(wanted: WantedSku[]) {
  let made = 0;
  return planSkus(present, wanted, () => `new${++made}`);
}

describe('a new list of SKUs', () => {
  it('changes those named, adds those without id, withdraws the rest', () => {
    expect(plan([sku({}), sku({ id: 'aa', costFen: 600, code: 'A-2' })])).toEqual({
      ok: true,
      skus: [
        {
          id: 'new1',
          name: 'n',
          priceFen: 100,
          costFen: null,
          stock: 5,
          stockSeen: null,
          code: '',
          position: 0,
        },
        {
          id: 'aa',
          name: 'n',
          priceFen: 100,
          costFen: 600,
          stock: 5,
          stockSeen: null,
          code: 'A-2',
          position: 1,
        },
      ],
      withdrawIds: ['bb'],
    });
  });

  it('keeps cost and code that are not given', () => {
    expect(plan([sku({ id: 'aa' })])).toMatchObject({ skus: [{ id: 'aa', costFen: 500, code: 'A-1' }] });
  });

  it('can clear a code', () => {
    expect(plan([sku({ id: 'aa', code: '' })])).toMatchObject({ skus: [{ id: 'aa', code: '' }] });
  });

  it('brings a withdrawn one back, and never withdraws it twice', () => {
    expect(plan([sku({ id: 'CC' }), sku({ id: 'aa' }), sku({ id: 'bb' })])).toMatchObject({
      ok: true,
      skus: [{ id: 'cc', costFen: 300 }, { id: 'aa' }, { id: 'bb' }],
      withdrawIds: [],
    });
    expect(plan([sku({ id: 'aa' }), sku({ id: 'bb' })])).toMatchObject({ withdrawIds: [] });
  });

  it.each([
    ['an id of nothing', [sku({ id: 'zz' })], 'skus.0.id', 'ofThisProduct'],
    ['a stock seen of a new one', [sku({ stockSeen: 1 })], 'skus.0.stockSeen', 'ofThisProduct'],
    ['an id twice', [sku({ id: 'aa' }), sku({ id: 'AA' })], 'skus.1.id', 'unique'],
  ])('is refused with %s', (_, wanted, path, rule) => {
    expect(plan(wanted)).toEqual({ ok: false, code: 'request.invalid', path, rule });
  });

  it.each([
    [['a', 'b'], ['b', 'c'], ['b']],
    [['a'], ['c'], []],
    [[], ['c'], []],
    [['a'], [], []],
  ])('withdrawing %j with live prices for %j is stopped by %j', (withdraw, live, blocked) => {
    expect(blockedWithdrawals(withdraw, live)).toEqual(blocked);
  });
});
