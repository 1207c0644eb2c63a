import type { AddressReply, GroupReply, ProductReply } from '@tuanlink/shared/replies';
import {
  chosenAddress,
  orderBody,
  orderIdInDetail,
  quantityMax,
  quoteBody,
  quoteInDetail,
  sourceOfGroup,
  sourceOfProduct,
  unitPriceFen,
} from './model';
import type { Choice } from './model';

const sku = { id: 's', name: '5 斤', priceFen: 3990, groupPriceFen: 2990, stock: 5 };
const product = { title: '脐橙', images: ['/files/a.webp'], skus: [sku], campaign: { id: 'c' } };
const source = {
  open: sourceOfProduct(product as unknown as ProductReply, 'open'),
  solo: sourceOfProduct(product as unknown as ProductReply, 'solo'),
  join: sourceOfGroup({
    id: 'g',
    campaign: { id: 'c' },
    skus: [sku],
    product: { id: 'p', title: '脐橙', images: [], priceFen: 3990 },
  } as unknown as GroupReply),
};
const choice: Choice & { addressId: string } = {
  skuId: 's',
  quantity: 2,
  addressId: 'a',
  showFace: true,
  note: '  快点  ',
  shareToken: 'AbCdEf1234',
};

it.each([
  ['open', 'c', undefined, true, 2990],
  ['join', 'c', 'g', true, 2990],
  ['solo', undefined, undefined, undefined, 3990],
] as const)('%s: what is asked and sent', (mode, campaignId, groupId, showFace, unitFen) => {
  expect(quoteBody(source[mode], choice)).toMatchObject({ campaignId, groupId, shareToken: 'AbCdEf1234' });
  expect(orderBody(source[mode], choice, 5980)).toEqual({
    lines: [{ skuId: 's', quantity: 2 }],
    campaignId,
    groupId,
    shareToken: 'AbCdEf1234',
    addressId: 'a',
    showFace,
    note: '快点',
    expectPayFen: 5980,
  });
  expect(unitPriceFen(source[mode], sku)).toBe(unitFen);
});

it('sends no empty note', () => {
  expect(orderBody(source.join, { ...choice, note: '  ' }, 1).note).toBeUndefined();
});

it.each([
  [0, 1],
  [5, 5],
  [500, 99],
])('of %i in stock at most %i can be asked for', (stock, max) => {
  expect(quantityMax({ ...sku, stock })).toBe(max);
});

it('sends to the picked address, else the default, else the first', () => {
  const address = (id: string, isDefault = false) => ({ id, isDefault }) as AddressReply;
  const list = [address('a'), address('b', true), address('c')];
  expect(chosenAddress(list, 'c')?.id).toBe('c');
  expect(chosenAddress(list, 'deleted')?.id).toBe('b');
  expect(chosenAddress([address('a'), address('c')], null)?.id).toBe('a');
  expect(chosenAddress([], null)).toBeNull();
});

it('reads what a refusal carries, and nothing else', () => {
  const quote = { lines: [], goodsFen: 1, discountFen: 0, shippingFen: 0, payFen: 1 };
  expect(quoteInDetail({ quote })).toEqual(quote);
  expect([undefined, null, 'x', {}, { quote: { payFen: '1' } }].map(quoteInDetail)).toEqual(
    Array(5).fill(null),
  );
  expect(orderIdInDetail({ orderId: 'o' })).toBe('o');
  expect([undefined, null, { orderId: 1 }].map(orderIdInDetail)).toEqual([null, null, null]);
});
