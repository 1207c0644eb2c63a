import { orderTransitions, statesOf } from '@tuanlink/shared/states';
import { addressText, canShip, deskStates, goodsText, timelineFacts } from './model';

describe('the desk', () => {
  it('has a tab for every state', () => {
    expect([...deskStates].sort()).toEqual(statesOf(orderTransitions).sort());
  });

  it.each(statesOf(orderTransitions))('ships from %s only where the table allows it', (state) => {
    expect(canShip(state)).toBe(state === 'to_ship');
  });
});

describe('texts of an order', () => {
  it('names goods with their number', () => {
    expect(goodsText({ title: '赣南脐橙', quantity: 2 })).toBe('赣南脐橙 × 2');
  });

  it.each([
    [['浙江省', '杭州市', '西湖区', '文三路 1 号'], '浙江省 杭州市 西湖区 文三路 1 号'],
    [['上海市', '上海市', '徐汇区', '1 号'], '上海市 徐汇区 1 号'],
    [['浙江省', '杭州市', '', '1 号'], '浙江省 杭州市 1 号'],
  ])('writes %j as %s', ([province = '', city = '', district = '', detail = ''], text) => {
    expect(addressText({ name: '', phone: '', province, city, district, detail })).toBe(text);
  });

  it('tells amounts from other facts', () => {
    expect(timelineFacts({ amountFen: 250, carrier: 'SF', seatNo: 2 })).toEqual([
      { name: 'amountFen', value: { kind: 'amount', fen: 250 } },
      { name: 'carrier', value: { kind: 'text', text: 'SF' } },
      { name: 'seatNo', value: { kind: 'text', text: '2' } },
    ]);
    expect(timelineFacts(undefined)).toEqual([]);
  });
});
