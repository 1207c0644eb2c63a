import { addressLine } from './address-card.shared';

it.each([
  [
    { province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 99 号' },
    '浙江省 杭州市 西湖区 文三路 99 号',
  ],
  [{ province: '北京市', city: '北京市', district: '东城区', detail: '1 号' }, '北京市 东城区 1 号'],
  [{ province: '广东省', city: '东莞市', district: '', detail: '2 号' }, '广东省 东莞市 2 号'],
])('reads in one line', (place, line) => {
  expect(addressLine(place)).toBe(line);
});
