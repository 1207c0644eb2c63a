import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { aCampaign, makeCampaign, makeProduct } from '../support/offers.js';
import { type Caller, TestShop } from '../support/shop.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('campaigns', () => {
  let shop: TestShop;
  let operator: Caller;
  let product: ConsoleProductReply;

  type Action = 'publish' | 'pause' | 'resume' | 'end';
  const act = (campaign: { id: string }, action: Action, body = {}) =>
    shop.call(`console.campaign.${action}`, operator, { params: { id: campaign.id }, body });
  const refusedAct = (campaign: { id: string }, action: Action, body = {}) =>
    shop.refused(`console.campaign.${action}`, operator, { params: { id: campaign.id }, body });
  const read = (campaign: { id: string }) =>
    shop.call('console.campaign', operator, { params: { id: campaign.id } });
  const patch = (campaign: ConsoleCampaignReply, body: object) =>
    shop.call('console.campaign.patch', operator, {
      params: { id: campaign.id },
      body: { version: campaign.version, ...body },
    });
  const refusedPatch = (campaign: ConsoleCampaignReply, body: object) =>
    shop.refused('console.campaign.patch', operator, {
      params: { id: campaign.id },
      body: { version: campaign.version, ...body },
    });
  const inMs = (ms: number) => new Date(shop.clock.now().getTime() + ms).toISOString();
  const create = (change: object) => makeCampaign(shop, operator, product, change, false);
  const moves = (campaign: { id: string }) =>
    shop.rows<{ from_state: string | null; to_state: string; actor: string }>(
      'select from_state, to_state, actor from campaign_event where campaign_id = $1 order by id',
      [campaign.id],
    );

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
  });

  beforeEach(async () => {
    product = await makeProduct(shop, operator);
  });

  afterAll(async () => {
    await shop?.close();
  });

  it('are made as drafts and answered as a whole', async () => {
    const body = aCampaign(shop, product, { perUserLimit: 3, size: 5 });
    const made = await shop.call('console.campaign.create', operator, { body });
    expect(made).toEqual({
      ...body,
      guaranteed: false,
      id: made.id,
      productTitle: product.title,
      state: 'draft',
      version: 1,
      createdAt: made.createdAt,
      groupCounts: { opening: 0, forming: 0, succeeded: 0, failed: 0 },
    });
    expect(await read(made)).toEqual(made);
    const { items } = await shop.call('console.campaigns', operator, { query: { productId: product.id } });
    expect(items).toEqual([made]);
  });

  it.each([
    [
      'prices of another product',
      () => ({ prices: [{ skuId: '018f0000-0000-7000-8000-000000000000', priceFen: 1 }] }),
    ],
    ['a price above alone', (sku: string) => ({ prices: [{ skuId: sku, priceFen: 5991 }] })],
    [
      'a SKU twice',
      (sku: string) => ({
        prices: [
          { skuId: sku, priceFen: 1 },
          { skuId: sku, priceFen: 2 },
        ],
      }),
    ],
    ['an end before the start', () => ({ startsAt: '2026-11-22T10:00:00Z', endsAt: '2026-11-22T10:00:00Z' })],
    ['a moment far away', () => ({ endsAt: '2999-01-01T00:00:00Z' })],
    ['a week instead of a day', () => ({ endsAt: '2026-W50-1' })],
    ['a group of one', () => ({ size: 1 })],
    ['more commission than allowed', () => ({ commission: { rateBp: 5001 } })],
  ])('refuse %s', async (_, change) => {
    const sku = product.skus[0]?.id ?? '';
    const body = aCampaign(shop, product, change(sku));
    expect(await shop.refused('console.campaign.create', operator, { body })).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
  });

  it('of an absent product are refused', async () => {
    const body = aCampaign(shop, product, { productId: '018f0000-0000-7000-8000-000000000000' });
    expect(await shop.refused('console.campaign.create', operator, { body })).toMatchObject({ status: 404 });
  });

  it('run at once when their start is past, and every action may be repeated', async () => {
    const draft = await create({});
    const published = await act(draft, 'publish');
    expect(published).toMatchObject({ state: 'running', version: 2 });
    expect(await act(draft, 'publish')).toEqual(published);
    const paused = await act(draft, 'pause');
    expect(await act(draft, 'pause')).toEqual(paused);
    const resumed = await act(draft, 'resume');
    expect(await act(draft, 'resume')).toEqual(resumed);
    const ended = await act(draft, 'end');
    expect(await act(draft, 'end')).toEqual(ended);
    expect([paused, resumed, ended].map(({ state }) => state)).toEqual(['paused', 'running', 'ended']);
    expect(await refusedAct(draft, 'resume')).toMatchObject({ status: 409, code: 'state.conflict' });
    expect((await moves(draft)).map(({ from_state, to_state }) => `${from_state}→${to_state}`)).toEqual([
      'null→draft',
      'draft→running',
      'running→paused',
      'paused→running',
      'running→ended',
    ]);
    const actions = await shop.rows<{ action: string }>(
      'select action from audit_entry where subject_id = $1 order by id',
      [draft.id],
    );
    expect(actions.map(({ action }) => action)).toEqual(
      ['create', 'publish', 'pause', 'resume', 'end'].map((word) => `campaign.${word}`),
    );
  });

  it('are scheduled when their start is to come; time starts and ends them', async () => {
    const draft = await create({ startsAt: inMs(HOUR), endsAt: inMs(3 * HOUR) });
    expect(await act(draft, 'publish')).toMatchObject({ state: 'scheduled' });
    await shop.pass(HOUR + 1000);
    expect(await read(draft)).toMatchObject({ state: 'running' });
    await shop.pass(2 * HOUR);
    expect(await read(draft)).toMatchObject({ state: 'ended' });
    expect((await moves(draft)).slice(2)).toEqual([
      { from_state: 'scheduled', to_state: 'running', actor: 'system' },
      { from_state: 'running', to_state: 'ended', actor: 'system' },
    ]);
  });

  it('follow a changed time, and an old job does nothing', async () => {
    const draft = await create({ startsAt: inMs(HOUR), endsAt: inMs(2 * HOUR) });
    const scheduled = await act(draft, 'publish');
    await patch(scheduled, { startsAt: inMs(3 * HOUR), endsAt: inMs(5 * HOUR) });
    await shop.pass(2 * HOUR + 1000);
    expect(await read(draft)).toMatchObject({ state: 'scheduled' });
    await shop.pass(HOUR + 1000);
    expect(await read(draft)).toMatchObject({ state: 'running' });
    await shop.pass(2 * HOUR);
    expect(await read(draft)).toMatchObject({ state: 'ended' });
  });

  it('cannot be published after their end', async () => {
    const draft = await create({ startsAt: inMs(-2 * DAY), endsAt: inMs(-DAY) });
    expect(await refusedAct(draft, 'publish')).toMatchObject({ status: 409, code: 'state.conflict' });
    expect(await read(draft)).toEqual(draft);
  });

  it('one is live per product, also when twenty are published at once', async () => {
    const drafts = await Promise.all(Array.from({ length: 20 }, () => create({})));
    const replies = await Promise.all(
      drafts.map(({ id }) => shop.raw('console.campaign.publish', operator, { params: { id }, body: {} })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const codes = replies
      .filter(({ status }) => status === 409)
      .map(({ body }) => (body as { code: string }).code);
    expect(new Set(codes)).toEqual(new Set(['campaign.product_taken']));
    expect(codes).toHaveLength(19);
  });

  it('a seen version that is not the present one is refused, unless the thing is done already', async () => {
    const draft = await create({});
    await patch(draft, { title: '别人改的' });
    expect(await refusedAct(draft, 'publish', { version: 1 })).toMatchObject({ code: 'version.conflict' });
    expect(await refusedPatch(draft, { title: '我改的' })).toMatchObject({
      status: 409,
      code: 'version.conflict',
      detail: { version: 2 },
    });
    const published = await act(draft, 'publish', { version: 2 });
    expect(await act(draft, 'publish', { version: 2 })).toEqual(published);
  });

  it('prices are looked at again when the campaign is published', async () => {
    const draft = await create({});
    await shop.call('console.product.patch', operator, {
      params: { id: product.id },
      body: { version: 1, skus: [{ name: 'other', priceFen: 1, stock: 1 }] },
    });
    expect(await refusedAct(draft, 'publish')).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  describe('an edit', () => {
    it('of a draft may change everything but the product', async () => {
      const draft = await create({ perUserLimit: 3 });
      const change = {
        title: '新',
        size: 9,
        windowMinutes: 7,
        startsAt: inMs(HOUR),
        endsAt: inMs(2 * HOUR),
        prices: [{ skuId: product.skus[0]?.id, priceFen: 1234 }],
        perUserLimit: null,
        commission: { rateBp: 0 },
      };
      const changed = await patch(draft, change);
      expect(changed).toEqual({ ...draft, ...change, version: 2 });
      expect(await refusedPatch(changed, { productId: product.id })).toMatchObject({ status: 400 });
      expect(await refusedPatch(changed, { startsAt: inMs(3 * HOUR) })).toMatchObject({ status: 400 });
    });

    it('of a running one leaves its start alone', async () => {
      const running = await makeCampaign(shop, operator, product);
      expect(await refusedPatch(running, { startsAt: inMs(0) })).toMatchObject({
        status: 409,
        code: 'state.conflict',
      });
      const same = await patch(running, { startsAt: running.startsAt, size: 4 });
      expect(same).toMatchObject({ size: 4, startsAt: running.startsAt });
      expect(await refusedPatch(same, { endsAt: inMs(-1000) })).toMatchObject({ status: 400 });
    });

    it('of an ended one is refused', async () => {
      const running = await makeCampaign(shop, operator, product);
      const ended = await act(running, 'end');
      expect(await refusedPatch(ended, { title: 'x' })).toMatchObject({
        status: 409,
        code: 'state.conflict',
      });
    });

    it('drops prices that are left out, and refuses too high ones', async () => {
      const two = await makeProduct(shop, operator, {
        skus: [
          { name: 'a', priceFen: 100, stock: 1 },
          { name: 'b', priceFen: 200, stock: 1 },
        ],
      });
      const draft = await makeCampaign(shop, operator, two, {}, false);
      expect(draft.prices).toHaveLength(2);
      const [a] = draft.prices;
      expect((await patch(draft, { prices: [a] })).prices).toEqual([a]);
      const read2 = await read(draft);
      expect(await refusedPatch(read2, { prices: [{ ...a, priceFen: 101 }] })).toMatchObject({ status: 400 });
    });
  });

  it('twenty edits at once leave one', async () => {
    const draft = await create({});
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        shop.raw('console.campaign.patch', operator, {
          params: { id: draft.id },
          body: { version: 1, title: `t${n}` },
        }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await read(draft)).toMatchObject({ version: 2 });
  });

  it('an absent one is absent before its body is wrong', async () => {
    const params = { id: '018f0000-0000-7000-8000-000000000000' };
    for (const name of ['patch', 'publish', 'pause', 'resume', 'end'] as const) {
      for (const body of [{ version: 1 }, { version: 'x' }]) {
        const { status } = await shop.raw(`console.campaign.${name}`, operator, { params, body });
        expect(status).toBe(404);
      }
    }
  });

  it('and products take at most five statements of their own, whatever is done to them', async () => {
    const draft = await create({ startsAt: inMs(HOUR) });
    const count = async (work: () => Promise<unknown>) => {
      const statements: string[] = [];
      const stop = shop.db.onStatement((sql) => statements.push(sql));
      await work();
      stop();
      const control = /^(start transaction|set transaction|commit)/i;
      return statements.filter((sql) => !control.test(sql) && !sql.includes('operator_session')).length;
    };
    const [sku] = product.skus;
    const skus = [{ name: 'new', priceFen: 1, stock: 1 }];
    const body = { version: 1, skus: [{ ...skus[0], id: sku?.id }, ...skus] };
    const counts = {
      create: await count(() => create({})),
      patch: await count(() => patch(draft, { title: 'x', prices: draft.prices, endsAt: inMs(DAY) })),
      publish: await count(() => act(draft, 'publish')),
      pause: await count(() => act(draft, 'pause')),
      list: await count(() => shop.call('console.campaigns', operator, {})),
      createProduct: await count(() => makeProduct(shop, operator)),
      patchProduct: await count(() =>
        shop.call('console.product.patch', operator, { params: { id: product.id }, body }),
      ),
    };
    expect(Object.entries(counts).filter(([, n]) => n > 5 || n === 0)).toEqual([]);
  });
});
