import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { aProduct, makeCampaign, makeProduct } from '../support/offers.js';
import { type Caller, TestShop } from '../support/shop.js';

describe('products', () => {
  let shop: TestShop;
  let operator: Caller;

  const patch = (product: ConsoleProductReply, body: object) =>
    shop.call('console.product.patch', operator, {
      params: { id: product.id },
      body: { version: product.version, ...body },
    });
  const refusedPatch = (product: ConsoleProductReply, body: object) =>
    shop.refused('console.product.patch', operator, {
      params: { id: product.id },
      body: { version: product.version, ...body },
    });

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
  });

  afterAll(async () => {
    await shop?.close();
  });

  it('are made and answered as a whole, with ids', async () => {
    const body = aProduct({
      skus: [
        { name: '大', priceFen: 100, costFen: 60, stock: 3, code: 'L' },
        { name: '小', priceFen: 50, stock: 0 },
      ],
      commission: { rateBp: 500 },
    });
    const made = await shop.call('console.product.create', operator, { body });
    expect(made).toMatchObject({
      title: body.title,
      images: [],
      status: 'on_sale',
      version: 1,
      commission: { rateBp: 500 },
      skus: [
        { name: '大', priceFen: 100, costFen: 60, stock: 3, heldStock: 0, code: 'L' },
        { name: '小', priceFen: 50, costFen: null, stock: 0, heldStock: 0, code: '' },
      ],
    });
    expect(made.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await shop.call('console.product', operator, { params: { id: made.id } })).toEqual(made);
  });

  it('a PATCH changes only what it names', async () => {
    const made = await makeProduct(shop, operator, { commission: { rateBp: 500 } });
    const titled = await patch(made, { title: '新名' });
    expect(titled).toEqual({ ...made, title: '新名', version: 2, updatedAt: titled.updatedAt });
    const lifted = await patch(titled, { commission: null });
    expect(lifted.commission).toBeNull();
  });

  it('SKUs are changed, added, withdrawn and brought back', async () => {
    const made = await makeProduct(shop, operator, {
      skus: [
        { name: 'a', priceFen: 10, stock: 1, costFen: 5, code: 'A' },
        { name: 'b', priceFen: 20, stock: 2 },
      ],
    });
    const [a, b] = made.skus;
    const changed = await patch(made, {
      skus: [
        { name: 'c', priceFen: 30, stock: 3 },
        { id: a?.id, name: 'a2', priceFen: 11, stock: 9 },
      ],
    });
    expect(changed.skus).toMatchObject([
      { name: 'c', priceFen: 30, stock: 3 },
      { id: a?.id, name: 'a2', priceFen: 11, stock: 9, costFen: 5, code: 'A' },
    ]);
    const back = await patch(changed, { skus: [{ id: b?.id, name: 'b', priceFen: 20, stock: 7 }] });
    expect(back.skus).toMatchObject([{ id: b?.id, stock: 7 }]);
    const sold = await shop.call('shop.product', {}, { params: { id: made.id } });
    expect(sold.skus).toMatchObject([{ id: b?.id, stock: 7 }]);
  });

  it('stock is what can still be sold: held pieces are kept apart', async () => {
    const made = await makeProduct(shop, operator);
    const [sku] = made.skus;
    await shop.rows('update sku_stock set held = 4 where sku_id = $1', [sku?.id]);
    const read = await shop.call('console.product', operator, { params: { id: made.id } });
    expect(read.skus).toMatchObject([{ stock: 96, heldStock: 4 }]);
    const set = await patch(made, { skus: [{ id: sku?.id, name: 'x', priceFen: 1, stock: 10 }] });
    expect(set.skus).toMatchObject([{ stock: 10, heldStock: 4 }]);
    expect(await shop.rows('select on_hand, held from sku_stock where sku_id = $1', [sku?.id])).toEqual([
      { on_hand: 14, held: 4 },
    ]);
  });

  it('stock that is saved with what was seen moves by the difference, so that sold pieces stay sold', async () => {
    const made = await makeProduct(shop, operator);
    const [sku] = made.skus;
    const seen = { id: sku?.id, name: 'x', priceFen: 1, stockSeen: 100 };
    const counts = () => shop.rows('select on_hand, held from sku_stock where sku_id = $1', [sku?.id]);
    // Of the 100 that were seen, 10 are sold and 4 held when the form comes back.
    await shop.rows('update sku_stock set on_hand = 90, held = 4 where sku_id = $1', [sku?.id]);
    const renamed = await patch(made, { skus: [{ ...seen, stock: 100 }] });
    expect(renamed.skus).toMatchObject([{ stock: 86, heldStock: 4 }]);
    const more = await patch(renamed, { skus: [{ ...seen, stock: 120 }] });
    expect(more.skus).toMatchObject([{ stock: 106 }]);
    const last = await patch(more, { skus: [{ ...seen, stockSeen: 120, stock: 14 }] });
    expect(last.skus).toMatchObject([{ stock: 0, heldStock: 4 }]);
    const other = { name: 'y', priceFen: 2, stock: 1 };
    for (const [stockSeen, stock] of [
      [1, 0],
      [0, 10_000_000 + 1],
      [120, 14],
    ]) {
      const refused = await refusedPatch(last, { title: 'z', skus: [other, { ...seen, stockSeen, stock }] });
      expect(refused.code).toMatch(/^(version\.conflict|request\.invalid)$/);
    }
    const full = await patch(last, { skus: [{ ...seen, stockSeen: 0, stock: 10_000_000 }] });
    expect(await refusedPatch(full, { skus: [{ ...seen, stockSeen: 0, stock: 1 }] })).toMatchObject({
      code: 'version.conflict',
    });
    expect(await counts()).toEqual([{ on_hand: 10_000_004, held: 4 }]);
    const read = await shop.call('console.product', operator, { params: { id: made.id } });
    expect(read).toMatchObject({ title: full.title, skus: [{ name: 'x' }] });
  });

  it('two operators do not overwrite each other', async () => {
    const made = await makeProduct(shop, operator);
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        shop.raw('console.product.patch', operator, {
          params: { id: made.id },
          body: { version: 1, title: `t${n}` },
        }),
      ),
    );
    const codes = tries.map(({ status, body }) => (status === 200 ? 'ok' : (body as { code: string }).code));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'version.conflict')).toHaveLength(7);
    const read = await shop.call('console.product', operator, { params: { id: made.id } });
    expect(read.version).toBe(2);
  });

  it('a SKU that a live campaign sells cannot be withdrawn; after the campaign it can', async () => {
    const made = await makeProduct(shop, operator);
    const [sku] = made.skus;
    const other = { name: 'other', priceFen: 1, stock: 1 };
    const campaign = await makeCampaign(shop, operator, made);
    expect(await refusedPatch(made, { skus: [other] })).toMatchObject({
      status: 409,
      code: 'state.conflict',
      detail: { skuIds: [sku?.id] },
    });
    await shop.call('console.campaign.end', operator, { params: { id: campaign.id }, body: {} });
    expect((await patch(made, { skus: [other] })).skus).toMatchObject([{ name: 'other' }]);
  });

  it('refuses SKUs of another product, twice the same, and ids on a new product', async () => {
    const [mine, foreign] = [await makeProduct(shop, operator), await makeProduct(shop, operator)];
    const of = (product: ConsoleProductReply) => ({
      id: product.skus[0]?.id,
      name: 'x',
      priceFen: 1,
      stock: 1,
    });
    const refusals = [
      await refusedPatch(mine, { skus: [of(foreign)] }),
      await refusedPatch(mine, { skus: [of(mine), of(mine)] }),
      await shop.refused('console.product.create', operator, { body: aProduct({ skus: [of(mine)] }) }),
    ];
    expect(refusals.map(({ code }) => code)).toEqual([
      'request.invalid',
      'request.invalid',
      'request.invalid',
    ]);
    expect(await shop.call('console.product', operator, { params: { id: foreign.id } })).toEqual(foreign);
  });

  it('an absent product is absent before its body is wrong', async () => {
    const params = { id: '018f0000-0000-7000-8000-000000000000' };
    expect(await shop.refused('console.product', operator, { params })).toMatchObject({ status: 404 });
    for (const body of [{ version: 1 }, { version: 'x' }, {}]) {
      const reply = await shop.raw('console.product.patch', operator, { params, body });
      expect(reply.status).toBe(404);
    }
  });

  it('each change leaves an audit entry with before and after', async () => {
    const made = await makeProduct(shop, operator);
    await patch(made, { title: '改' });
    const entries = await shop.rows<{ action: string; before: object | null; after: object }>(
      'select action, before, after from audit_entry where subject_id = $1 order by id',
      [made.id],
    );
    expect(entries).toMatchObject([
      { action: 'product.create', before: null, after: { title: '丹东草莓' } },
      { action: 'product.update', before: { title: '丹东草莓' }, after: { title: '改', version: 2 } },
    ]);
  });

  describe('as buyers see them', () => {
    it('only what is on sale is listed and shown', async () => {
      const title = '仅此一件';
      const made = await makeProduct(shop, operator, { title });
      const listed = async () => (await shop.call('shop.products', {}, { query: { search: title } })).items;
      expect(await listed()).toMatchObject([{ id: made.id, title }]);
      for (const status of ['off_sale', 'draft']) {
        const { version } = await shop.call('console.product', operator, { params: { id: made.id } });
        await patch({ ...made, version }, { status });
        expect(await listed()).toEqual([]);
        expect(await shop.refused('shop.product', {}, { params: { id: made.id } })).toMatchObject({
          status: 404,
        });
      }
    });

    it('cards carry the lowest prices, the stock and what was sold', async () => {
      const made = await makeProduct(shop, operator, {
        title: '卡片',
        images: [`/files/${'0'.repeat(64)}.webp`, `/files/${'1'.repeat(64)}.webp`],
        skus: [
          { name: 'a', priceFen: 300, stock: 2 },
          { name: 'b', priceFen: 200, stock: 5 },
        ],
      });
      const card = async () => (await shop.call('shop.products', {}, { query: { search: '卡片' } })).items[0];
      const plain = {
        id: made.id,
        title: '卡片',
        image: `/files/${'0'.repeat(64)}.webp`,
        priceFen: 200,
        groupPriceFen: null,
        groupSize: null,
        stock: 7,
        soldCount: 0,
      };
      expect(await card()).toEqual(plain);
      await makeCampaign(shop, operator, made, { size: 3 });
      await shop.rows('update sku_stock set sold = 4 where sku_id = $1', [made.skus[0]?.id]);
      expect(await card()).toEqual({ ...plain, groupPriceFen: 100, groupSize: 3, soldCount: 4 });
    });

    it('search takes the text as it is', async () => {
      await makeProduct(shop, operator, { title: '100% 纯棉_T恤' });
      const find = async (search: string) =>
        (await shop.call('shop.products', {}, { query: { search } })).items.map(({ title }) => title);
      expect(await find('100% 纯')).toEqual(['100% 纯棉_T恤']);
      expect(await find('棉_t')).toEqual(['100% 纯棉_T恤']);
      expect(await find('%%')).toEqual([]);
      expect(await find("' or 1=1 --")).toEqual([]);
    });

    it('pages follow each other without gap or repetition, in one statement each', async () => {
      for (let n = 0; n < 5; n++) await makeProduct(shop, operator, { title: `页${n}` });
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const statements: string[] = [];
        const stop = shop.db.onStatement((sql) => statements.push(sql));
        const query = { search: '页', limit: 2, ...(cursor === null ? {} : { cursor }) };
        const page: { items: { title: string }[]; nextCursor: string | null } = await shop.call(
          'shop.products',
          {},
          { query },
        );
        stop();
        expect(statements).toHaveLength(1);
        seen.push(...page.items.map(({ title }) => title));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(['页4', '页3', '页2', '页1', '页0']);
    });

    it('a cursor that is none is refused', async () => {
      for (const cursor of ['x', Buffer.from('2026-02-30T00:00:00.000000Z|x').toString('base64url')]) {
        expect(await shop.refused('shop.products', {}, { query: { cursor } })).toMatchObject({
          status: 400,
          code: 'request.invalid',
        });
      }
    });

    it('the page has the running campaign, and one statement', async () => {
      const made = await makeProduct(shop, operator);
      const campaign = await makeCampaign(shop, operator, made, { perUserLimit: 2 });
      const statements: string[] = [];
      const stop = shop.db.onStatement((sql) => statements.push(sql));
      const page = await shop.call('shop.product', {}, { params: { id: made.id } });
      stop();
      expect(statements).toHaveLength(1);
      expect(page).toEqual({
        id: made.id,
        title: made.title,
        description: made.description,
        images: [],
        skus: [{ id: made.skus[0]?.id, name: '3 斤', priceFen: 5990, groupPriceFen: 2995, stock: 100 }],
        campaign: {
          id: campaign.id,
          kind: 'timed',
          title: campaign.title,
          size: 2,
          windowMinutes: 60,
          startsAt: campaign.startsAt,
          endsAt: campaign.endsAt,
          perUserLimit: 2,
          guaranteed: false,
        },
        openGroups: [],
        soldCount: 0,
        serverTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      await shop.call('console.campaign.pause', operator, { params: { id: campaign.id }, body: {} });
      const paused = await shop.call('shop.product', {}, { params: { id: made.id } });
      expect(paused).toMatchObject({ campaign: null, skus: [{ groupPriceFen: null }] });
    });
  });
});
