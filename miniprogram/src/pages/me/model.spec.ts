import { translator } from '../../i18n';
import { displayName } from './model';

const t = translator('zh-CN');
const user = { id: 'u', nickname: '', avatarUrl: '', isDistributor: false };

it.each([
  [null, '未登录'],
  [user, '未设置昵称'],
  [{ ...user, nickname: '小团' }, '小团'],
])('names %j', (person, name) => {
  expect(displayName(person, t)).toBe(name);
});
