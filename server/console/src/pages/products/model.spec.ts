import { priceRange, productStatuses, stockOf } from './model';

const sku = { id: 'x', name: 'x', costFen: null, code: '' };

describe('figures of a product', () => {
  it.each([
    [[], null],
    [[{ priceFen: 500 }], { lowFen: 500, highFen: 500 }],
    [[{ priceFen: 900 }, { priceFen: 500 }], { lowFen: 500, highFen: 900 }],
  ])('prices %j', (skus, range) => {
    expect(priceRange(skus)).toEqual(range);
  });

  it('adds stock and what is held', () => {
    const skus = [
      { ...sku, priceFen: 1, stock: 3, heldStock: 1 },
      { ...sku, priceFen: 1, stock: 4, heldStock: 0 },
    ];
    expect(stockOf(skus)).toEqual({ free: 7, held: 1 });
  });

  it('has a tab for each status', () => {
    expect(productStatuses).toEqual(['draft', 'on_sale', 'off_sale']);
  });
});
