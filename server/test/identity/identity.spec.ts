import { decodeJwt } from 'jose';
import { type Buyer, TestShop, anAddress } from '../support/shop.js';

describe('people', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await TestShop.open();
  });

  afterAll(async () => {
    await shop?.close();
  });

  describe('login', () => {
    it('makes a user once, and knows them again', async () => {
      const { openid } = await shop.control<{ openid: string }>('POST', '/sandbox/users', { nickname: 'Li' });
      const login = async () => {
        const { code } = await shop.control<{ code: string }>('POST', `/sandbox/users/${openid}/login-code`);
        return shop.call('shop.login', {}, { body: { code } });
      };
      const [first, second] = [await login(), await login()];
      expect(first.user).toEqual({ id: first.user.id, nickname: '', avatarUrl: '', isDistributor: false });
      expect(second.user.id).toBe(first.user.id);
      expect(decodeJwt(first.token).sub).toBe(first.user.id);
      const days = (Date.parse(first.expiresAt) - shop.clock.now().getTime()) / 86_400_000;
      expect(days).toBeGreaterThan(6.99);
      expect(days).toBeLessThanOrEqual(7);
    });

    it('never tells the openid', async () => {
      const buyer = await shop.buyer('Wang');
      const me = await shop.call('shop.me', buyer);
      expect(JSON.stringify(me)).not.toContain(buyer.openid);
    });

    it('refuses a code that is wrong or used', async () => {
      const { openid } = await shop.control<{ openid: string }>('POST', '/sandbox/users', { nickname: 'Li' });
      const { code } = await shop.control<{ code: string }>('POST', `/sandbox/users/${openid}/login-code`);
      await shop.call('shop.login', {}, { body: { code } });
      const used = await shop.refused('shop.login', {}, { body: { code } });
      const wrong = await shop.refused('shop.login', {}, { body: { code: 'no-such-code' } });
      expect([used, wrong].map(({ status, code: word }) => [status, word])).toEqual([
        [401, 'auth.code_invalid'],
        [401, 'auth.code_invalid'],
      ]);
    });

    it('says so when WeChat does not answer', async () => {
      await shop.control('PUT', '/sandbox/faults', { seed: 1, http: { errorRate: 1 } });
      const refusal = await shop.refused('shop.login', {}, { body: { code: 'any' } });
      await shop.control('PUT', '/sandbox/faults', { seed: 1, http: { errorRate: 0 } });
      expect(refusal).toMatchObject({ status: 409, code: 'wechat.unavailable' });
    });
  });

  describe('profile', () => {
    it('is empty until given, and changes only in what is given', async () => {
      const buyer = await shop.buyer('Zhao');
      const avatarUrl = `/files/${'ab'.repeat(32)}.webp`;
      await shop.call('shop.me.patch', buyer, { body: { nickname: '小赵' } });
      await shop.call('shop.me.patch', buyer, { body: { avatarUrl } });
      await shop.call('shop.me.patch', buyer, { body: {} });
      expect(await shop.call('shop.me', buyer)).toMatchObject({ id: buyer.id, nickname: '小赵', avatarUrl });
    });

    it('of a user who is gone asks for a new login', async () => {
      const buyer = await shop.buyer('Gone');
      await shop.rows('delete from shop_user where id = $1', [buyer.id]);
      for (const refusal of [
        await shop.refused('shop.me', buyer),
        await shop.refused('shop.me.patch', buyer, { body: { nickname: 'x' } }),
        await shop.refused('shop.address.create', buyer, { body: anAddress('x') }),
        await shop.refused('shop.distributor.apply', buyer, { body: { agreeToRules: true } }),
      ]) {
        expect(refusal).toMatchObject({ status: 401, code: 'auth.expired' });
      }
    });
  });

  describe('addresses', () => {
    let buyer: Buyer;
    const defaults = async () => {
      const { items } = await shop.call('shop.addresses', buyer);
      return items.map(({ name, isDefault }) => (isDefault ? `${name}*` : name));
    };

    beforeEach(async () => {
      buyer = await shop.buyer('Sun');
    });

    it('the first is the default; another takes its place when asked to; one default at a time', async () => {
      await shop.call('shop.address.create', buyer, { body: anAddress('a') });
      const b = await shop.call('shop.address.create', buyer, { body: anAddress('b') });
      expect(await defaults()).toEqual(['a*', 'b']);
      await shop.call('shop.address.create', buyer, { body: { ...anAddress('c'), isDefault: true } });
      expect(await defaults()).toEqual(['c*', 'b', 'a']);
      const patched = await shop.call('shop.address.patch', buyer, {
        params: { id: b.id },
        body: { isDefault: true, detail: '2 号' },
      });
      expect(patched).toEqual({ ...b, isDefault: true, detail: '2 号' });
      expect(await defaults()).toEqual(['b*', 'c', 'a']);
    });

    it('when the default goes, the newest of the others takes its place', async () => {
      const a = await shop.call('shop.address.create', buyer, { body: anAddress('a') });
      await shop.call('shop.address.create', buyer, { body: anAddress('b') });
      await shop.call('shop.address.create', buyer, { body: anAddress('c') });
      expect(await shop.call('shop.address.delete', buyer, { params: { id: a.id } })).toEqual({});
      expect(await defaults()).toEqual(['c*', 'b']);
      expect(await shop.refused('shop.address.delete', buyer, { params: { id: a.id } })).toMatchObject({
        status: 404,
      });
    });

    it('twenty first addresses at once make one default', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          shop.call('shop.address.create', buyer, { body: { ...anAddress(`${n}`), isDefault: n % 2 === 0 } }),
        ),
      );
      const { items } = await shop.call('shop.addresses', buyer);
      expect(items.filter(({ isDefault }) => isDefault)).toHaveLength(1);
      expect(items).toHaveLength(20);
    });

    it('are at most 50', async () => {
      await shop.rows(
        `insert into address select gen_random_uuid(), $1, 'n', '12345', 'p', 'c', 'd', 'x', false, now()
         from generate_series(1, 50)`,
        [buyer.id],
      );
      expect(await shop.refused('shop.address.create', buyer, { body: anAddress('51') })).toMatchObject({
        status: 409,
        code: 'state.conflict',
      });
    });

    it('of others are not there, whatever the body', async () => {
      const other = await shop.buyerWithAddress('Other');
      const params = { id: other.addressId };
      const refusals = [
        await shop.refused('shop.address.patch', buyer, { params, body: { name: 'mine' } }),
        await shop.refused('shop.address.patch', buyer, { params, body: { isDefault: true } }),
        await shop.refused('shop.address.patch', buyer, { params, body: { name: '' } }),
        await shop.refused('shop.address.delete', buyer, { params }),
        await shop.refused('shop.address.patch', buyer, { params: { id: 'no-uuid' }, body: {} }),
      ];
      expect(refusals.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
      const { items } = await shop.call('shop.addresses', other);
      expect(items).toMatchObject([{ name: 'Other', isDefault: true }]);
    });
  });
});
