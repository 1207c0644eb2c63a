import { addressProblems, emptyAddress, tidied } from './model';

const good = {
  name: '王小明',
  phone: '138 0000 1234',
  province: '浙江省',
  city: '杭州市',
  district: '',
  detail: ' 文三路 99 号 ',
  isDefault: true,
};

it('takes a complete address, with spaces where people put them', () => {
  expect(addressProblems(good)).toEqual({});
  expect(tidied(good)).toMatchObject({ phone: '13800001234', detail: '文三路 99 号', isDefault: true });
});

it.each([
  [{ name: '  ' }, ['name']],
  [{ phone: '12' }, ['phone']],
  [{ phone: '+86-138-0000' }, []],
  [{ phone: 'abc12345' }, ['phone']],
  [{ city: '' }, ['region']],
  [{ detail: '' }, ['detail']],
  [emptyAddress, ['name', 'phone', 'region', 'detail']],
])('%j is wrong in %j', (part, fields) => {
  expect(Object.keys(addressProblems({ ...good, ...part }))).toEqual(fields);
});
