import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { makeCampaign, makeProduct } from '../support/offers.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

const DAY = 86_400_000;
const VISITOR = '0a0a0a0a-0000-4000-8000-000000000001';
const NOBODY = '018f0000-0000-7000-8000-000000000000';

describe('shares', () => {
  let shop: TestShop;
  let operator: Caller;
  let product: ConsoleProductReply;
  let campaign: ConsoleCampaignReply;

  const target = () => ({ kind: 'product' as const, id: product.id });
  const share = (buyer: Buyer, parentToken?: string) =>
    shop.call('shop.share.create', buyer, { body: { target: target(), channel: 'chat', parentToken } });
  const visit = (caller: Caller, token: string, visitorId = VISITOR) =>
    shop.call('shop.visit', caller, { body: { token, visitorId } });
  const chainOf = async (token: string) => {
    const rows = await shop.rows<{ chain: string[]; parent_token: string | null }>(
      'select chain, parent_token from share where token = $1',
      [token],
    );
    return rows[0];
  };

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
    product = await makeProduct(shop, operator);
    campaign = await makeCampaign(shop, operator, product);
  });

  afterAll(async () => {
    await shop?.close();
  });

  it('are links of ten characters, for the app, the web and a code', async () => {
    const made = await share(await shop.buyer('a'));
    expect(made.token).toMatch(/^[0-9A-Za-z]{10}$/);
    expect(made).toEqual({
      token: made.token,
      path: `/packages/buy/product/index?id=${product.id}&share=${made.token}`,
      url: `${shop.url}/s/${made.token}`,
      scene: made.token,
    });
  });

  it('lead from the web to the page of what was shared', async () => {
    const { token, path } = await share(await shop.buyer('a'));
    const follow = async (word: string) => {
      const reply = await fetch(`${shop.url}/s/${word}`, { redirect: 'manual' });
      return [reply.status, reply.headers.get('location')];
    };
    expect(await follow(token)).toEqual([302, `/#${path}`]);
    expect(await follow('nosuchlink')).toEqual([302, '/']);
  });

  it('of a campaign lead to its product', async () => {
    const body = { target: { kind: 'campaign' as const, id: campaign.id }, channel: 'link' as const };
    const made = await shop.call('shop.share.create', await shop.buyer('a'), { body });
    expect(made.path).toBe(`/packages/buy/product/index?id=${product.id}&share=${made.token}`);
    expect((await visit({}, made.token)).target).toEqual({ kind: 'campaign', id: campaign.id });
  });

  it('need something that is there', async () => {
    const buyer = await shop.buyer('a');
    const hidden = await makeProduct(shop, operator, { status: 'off_sale' });
    const draft = await makeCampaign(shop, operator, await makeProduct(shop, operator), {}, false);
    const targets = [
      ...(['product', 'group', 'campaign', 'post'] as const).map((kind) => ({ kind, id: NOBODY })),
      { kind: 'product' as const, id: hidden.id },
      { kind: 'campaign' as const, id: draft.id },
      { kind: 'group' as const, id: product.id },
    ];
    for (const wanted of targets) {
      const body = { target: wanted, channel: 'chat' as const };
      expect(await shop.refused('shop.share.create', buyer, { body })).toMatchObject({ status: 404 });
    }
  });

  describe('know whom they come from', () => {
    it('the parent named, its chain behind the sharer', async () => {
      const [a, b, c] = [await shop.buyer('a'), await shop.buyer('b'), await shop.buyer('c')];
      const first = await share(a);
      const second = await share(b, first.token);
      const third = await share(c, second.token);
      const again = await share(a, third.token);
      expect(await chainOf(first.token)).toEqual({ chain: [a.id], parent_token: null });
      expect(await chainOf(third.token)).toEqual({ chain: [c.id, b.id, a.id], parent_token: second.token });
      expect(await chainOf(again.token)).toEqual({ chain: [a.id, c.id, b.id], parent_token: third.token });
    });

    it('else the last visit within the window', async () => {
      const [a, b, c] = [await shop.buyer('a'), await shop.buyer('b'), await shop.buyer('c')];
      const [ofA, ofB] = [await share(a), await share(b)];
      await visit(c, ofA.token);
      shop.clock.move(1000);
      await visit(c, ofB.token);
      const made = await share(c);
      expect(await chainOf(made.token)).toMatchObject({ chain: [c.id, b.id], parent_token: ofB.token });
      const wrong = await share(c, 'nosuchlink');
      expect(await chainOf(wrong.token)).toMatchObject({ parent_token: ofB.token });
      shop.clock.move(7 * DAY + 1000);
      const later = await share(c);
      expect(await chainOf(later.token)).toEqual({ chain: [c.id], parent_token: null });
      shop.clock.move(-7 * DAY - 2000);
    });

    it('else the binding', async () => {
      const [a, c] = [await shop.buyer('a'), await shop.buyer('c')];
      const ofA = await share(a);
      const now = shop.clock.now();
      const bind = (expiresAt: Date) =>
        shop.rows(
          `insert into binding (user_id, distributor_user_id, share_token, order_id, bound_at, expires_at)
           values ($1, $2, $3, $1, $4, $5)
           on conflict (user_id) do update set expires_at = excluded.expires_at`,
          [c.id, a.id, ofA.token, now, expiresAt],
        );
      await bind(new Date(now.getTime() + DAY));
      expect(await chainOf((await share(c)).token)).toMatchObject({ parent_token: ofA.token });
      await bind(new Date(now.getTime() - 1));
      expect(await chainOf((await share(c)).token)).toMatchObject({ parent_token: null });
    });
  });

  describe('visits', () => {
    it('tell what was shared, and need no login', async () => {
      const { token } = await share(await shop.buyer('a'));
      expect(await visit({}, token)).toEqual({ visitId: expect.any(String) as unknown, target: target() });
    });

    it('of an unknown token are refused', async () => {
      const body = { token: 'nosuchlink', visitorId: VISITOR };
      expect(await shop.refused('shop.visit', {}, { body })).toMatchObject({
        status: 404,
        code: 'not_found',
      });
    });

    it('within a minute are the same visit', async () => {
      const { token } = await share(await shop.buyer('a'));
      const [first, again, other] = [
        await visit({}, token),
        await visit({}, token),
        await visit({}, token, '0a0a0a0a-0000-4000-8000-000000000002'),
      ];
      expect(again.visitId).toBe(first.visitId);
      expect(other.visitId).not.toBe(first.visitId);
      shop.clock.move(61_000);
      expect((await visit({}, token)).visitId).not.toBe(first.visitId);
    });

    it('of a visitor become the user’s at login, and only theirs', async () => {
      const { token } = await share(await shop.buyer('a'));
      const [mine, others] = ['0b0b0b0b-0000-4000-8000-000000000001', '0b0b0b0b-0000-4000-8000-000000000002'];
      const { visitId } = await visit({}, token, mine);
      const { visitId: foreign } = await visit({}, token, others);
      const buyer = await shop.buyer('b', mine);
      const owners = await shop.rows('select id, user_id from visit where id = any ($1) order by at, id', [
        [visitId, foreign],
      ]);
      expect(owners).toEqual([
        { id: visitId, user_id: buyer.id },
        { id: foreign, user_id: null },
      ]);
      const next = await shop.buyer('c', mine);
      expect(await shop.rows('select 1 from visit where user_id = $1', [next.id])).toEqual([]);
      expect((await visit(buyer, token, mine)).visitId).toBe(visitId);
    });
  });

  it('take few statements', async () => {
    const buyer = await shop.buyer('a');
    const statements: string[] = [];
    const stop = shop.db.onStatement((sql) => statements.push(sql));
    const { token } = await share(buyer);
    await visit(buyer, token);
    stop();
    expect(statements).toHaveLength(3);
  });
});
