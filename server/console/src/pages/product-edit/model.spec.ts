import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { bodyOf, fieldsOf, moved, newProduct, newSku, patchOf, statusChoices } from './model';

const product: ConsoleProductReply = {
  id: 'p',
  title: '脐橙',
  description: '',
  images: ['/files/a.webp'],
  skus: [
    { id: 's1', name: '5 斤', priceFen: 123_456, costFen: 1_000, stock: 10, heldStock: 1, code: 'A' },
    { id: 's2', name: '10 斤', priceFen: 4_900, costFen: null, stock: 5, heldStock: 0, code: '' },
  ],
  commission: { rateBp: 1_250 },
  status: 'on_sale',
  version: 3,
  createdAt: '2026-11-22T00:00:00.000Z',
  updatedAt: '2026-11-22T00:00:00.000Z',
};

describe('bodyOf', () => {
  it('gives back what the product was made of', () => {
    expect(bodyOf(fieldsOf(product))).toEqual({
      title: '脐橙',
      description: '',
      images: ['/files/a.webp'],
      skus: [
        { id: 's1', name: '5 斤', priceFen: 123_456, costFen: 1_000, stock: 10, code: 'A' },
        { id: 's2', name: '10 斤', priceFen: 4_900, stock: 5, code: '' },
      ],
      commission: { rateBp: 1_250 },
      status: 'on_sale',
    });
  });

  it('leaves the rate to the shop when that was chosen', () => {
    expect(bodyOf({ ...newProduct(), rate: '10' }).commission).toBeNull();
  });
});

describe('patchOf', () => {
  it('sends nothing but the version when nothing changed', () => {
    expect(patchOf(product, fieldsOf(product))).toEqual({ version: 3 });
  });

  it('sends only what changed', () => {
    const fields = { ...fieldsOf(product), title: ' 新脐橙 ', shopRate: true };
    expect(patchOf(product, fields)).toEqual({ version: 3, title: '新脐橙', commission: null });
  });

  it('tells with each SKU which stock the form began with, so that sold pieces stay sold', () => {
    const fields = fieldsOf(product);
    const [first, second] = fields.skus;
    if (!first || !second) throw new Error('two SKUs are expected');
    const patch = patchOf(product, {
      ...fields,
      skus: [
        { ...first, price: '30' },
        { ...second, stock: 50 },
        { ...newSku(), name: '新', price: '1', stock: 4 },
      ],
    });
    expect(patch.skus?.map(({ priceFen, stock, stockSeen }) => [priceFen, stock, stockSeen])).toEqual([
      [3_000, first.stock, first.stock],
      [4_900, 50, second.stock],
      [100, 4, undefined],
    ]);
  });
});

describe('statusChoices', () => {
  it.each([
    [null, ['draft', 'on_sale', 'off_sale']],
    ['draft', ['draft', 'on_sale', 'off_sale']],
    ['on_sale', ['on_sale', 'off_sale', 'draft']],
  ] as const)('from %s', (present, choices) => {
    expect(statusChoices(present)).toEqual(choices);
  });
});

describe('moved', () => {
  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, -1, ['a', 'c', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
  ] as const)('picture %s by %s', (index, step, result) => {
    expect(moved(['a', 'b', 'c'], index, step)).toEqual(result);
  });
});
