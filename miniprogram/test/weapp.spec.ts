import { setTimeout as sleep } from 'node:timers/promises';
import { formatTime, recentMonths } from '@tuanlink/shared/time';
import { SmallShop, Refuse, ids, playedWechat } from './support/small-shop.js';
import { address, group, order, product, soon } from './support/small-shop-goods.js';
import { sealedProof, withdrawal } from './support/small-shop-money.js';
import { startPhone } from './support/weapp-runner.js';
import type { Phone, PhoneOptions, Wechat } from './support/weapp-runner.js';

const CARD = `/packages/buy/group/index?id=${ids.group}&share=Sharer0001`;
const CHAT = { scene: 1007 };

let shop: SmallShop;
let phone: Phone;

/** A phone that was never used, in front of the small shop. */
function newPhone(wechat: Wechat = playedWechat(), parts: Partial<PhoneOptions> = {}): Phone {
  phone = startPhone({ network: shop.network, wechat, ...parts });
  return phone;
}

beforeEach(() => {
  shop = new SmallShop();
});

afterEach(async () => {
  await phone.close();
  // A page may look right and still have thrown.
  if (phone.errors.length > 0) throw new Error(phone.errors.join('\n'));
});

describe('from the card to the seat', () => {
  it('takes three taps: join, submit, and what WeChat asks', async () => {
    const paid: string[] = [];
    newPhone(playedWechat((params) => Promise.resolve(void paid.push(params.package ?? ''))));
    await phone.open(CARD, CHAT);
    for (const fact of ['赣南脐橙', '¥29.90', '李女士', '还差 1 人', '剩余19:', '未成团自动原路退款']) {
      await phone.see(fact);
    }
    await phone.tap('立即参团');
    await phone.see('¥29.90提交并支付');
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
    await phone.see('还差 1 人');

    expect(paid).toEqual(['prepay_id=wx01']);
    expect(phone.stack.map(({ path }) => path)).toEqual([
      'packages/buy/group/index',
      'packages/buy/result/index',
    ]);
    expect(shop.asked('shop.order.confirm')).toHaveLength(1);
    expect(shop.bodies('shop.order.place')).toEqual([
      expect.objectContaining({
        lines: [{ skuId: ids.sku, quantity: 1 }],
        campaignId: ids.campaign,
        groupId: ids.group,
        addressId: ids.address,
        shareToken: 'Sharer0001',
        showFace: false,
        expectPayFen: 2990,
      }),
    ]);
    expect(phone.stored).not.toHaveProperty(['tuanlink.pending-order']);
  });

  it('stores the request before it is sent', async () => {
    let stored: unknown;
    newPhone(playedWechat(), {
      network: (request) => {
        if (request.method === 'POST' && request.url.endsWith('/shop/orders')) {
          stored = phone.stored['tuanlink.pending-order'];
        }
        return shop.network(request);
      },
    });
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
    expect(stored).toContain(shop.bodies('shop.order.place')[0]?.requestId);
  });

  it('repeats a lost order under the same id, and buys once', async () => {
    shop.lost.set('shop.order.place', 2);
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
    const sent = shop.bodies('shop.order.place');
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it('finds the order again when the app was killed before the answer came', async () => {
    shop.lost.set('shop.order.place', 99);
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付').catch(() => undefined);
    const first = shop.bodies('shop.order.place')[0]?.requestId;
    shop.lost.clear();
    await phone.relaunch();
    await phone.see('有一笔订单正在确认');
    await phone.tap('查看');
    await phone.see('支付成功，已占位');
    expect(shop.bodies('shop.order.place').map(({ requestId }) => requestId)).toEqual(
      expect.arrayContaining([first]),
    );
    expect(new Set(shop.bodies('shop.order.place').map(({ requestId }) => requestId)).size).toBe(1);
    expect(phone.stored).not.toHaveProperty(['tuanlink.pending-order']);
  }, 60_000);

  it('buys nothing at another price before it is accepted', async () => {
    const dearer = { lines: [], goodsFen: 3190, discountFen: 0, shippingFen: 0, payFen: 3190 };
    const place = shop.ordinary['shop.order.place'];
    shop.answers['shop.order.place'] = (seen) => {
      if ((seen.body as { expectPayFen: number }).expectPayFen !== dearer.payFen) {
        throw new Refuse('price.changed', { quote: dearer });
      }
      return place(seen);
    };
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see('价格有变动');
    await phone.see('¥31.90');
    expect(shop.asked('shop.order.place')).toHaveLength(1);
    await phone.tap('按新价格提交');
    await phone.see('支付成功，已占位');
    const sent = shop.bodies('shop.order.place');
    expect(sent.map(({ expectPayFen }) => expectPayFen)).toEqual([2990, 3190]);
    expect(sent[0]?.requestId).not.toBe(sent[1]?.requestId);
  });

  it('keeps the seat when the cashier is closed, and pays later', async () => {
    let pays = false;
    shop.answers['shop.order.confirm'] = () =>
      order(pays ? {} : { state: 'unpaid', heldUntil: new Date(Date.now() + 290_000).toISOString() });
    newPhone(playedWechat(() => (pays ? Promise.resolve() : Promise.reject(new Error('cancel')))));
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see('还没有支付');
    await phone.see('00:04:');
    pays = true;
    await phone.tap('继续支付');
    await phone.see('支付成功，已占位');
    expect(shop.asked('shop.order.cashier')).toHaveLength(1);
    expect(shop.asked('shop.order.place')).toHaveLength(1);
  }, 30_000);

  it.each([
    ['group.full', '该团已满员', '看看其他团'],
    ['group.closed', '该团已结束', '看看其他团'],
    ['order.too_many_unpaid', '待付款订单过多，请先处理', '查看订单'],
    ['sku.sold_out', '库存不足', '关闭'],
  ] as const)('tells why an order is refused: %s', async (code, text, action) => {
    shop.answers['shop.order.place'] = () => {
      throw new Refuse(code);
    };
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see(text);
    await phone.see(action);
    expect(phone.stored).not.toHaveProperty(['tuanlink.pending-order']);
  });

  it('leads whoever is in already to their order', async () => {
    shop.answers['shop.order.place'] = () => {
      throw new Refuse('group.already_in', { orderId: ids.order });
    };
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.tap('提交并支付');
    await phone.see('订单记录');
    expect(phone.page).toEqual({ path: 'packages/order/detail/index', query: { id: ids.order } });
  });

  it('takes an address from WeChat for somebody who has none', async () => {
    shop.answers['shop.addresses'] = () => ({
      items: shop.asked('shop.address.create').length > 0 ? [address({ id: ids.address })] : [],
      nextCursor: null,
    });
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.see('合计¥29.90添加收货地址');
    await phone.tap('#submit');
    await phone.tap('从微信选择');
    await phone.tap('保存');
    await phone.see('文三路 99 号');
    expect(shop.bodies('shop.address.create')).toEqual([
      expect.objectContaining({ name: '王小明', province: '浙江省', detail: '文三路 99 号' }),
    ]);
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
  });

  it('shows the name only when asked to', async () => {
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.tap('立即参团');
    await phone.turn('.checkout__switch', true);
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
    expect(shop.bodies('shop.order.place')[0]).toMatchObject({ showFace: true });
  });
});

describe('buying from the product page', () => {
  it('opens a group with the chosen option', async () => {
    newPhone();
    await phone.open(`/packages/buy/product/index?id=${ids.product}`);
    await phone.see('开团¥29.90');
    await phone.tap('#buy-open');
    await phone.tap('9 斤');
    await phone.tap('#sku-go');
    await phone.see('¥52.90提交并支付');
    await phone.tap('提交并支付');
    await phone.see('支付成功，已占位');
    const [sent] = shop.bodies('shop.order.place');
    expect(sent).toMatchObject({ campaignId: ids.campaign, lines: [{ skuId: ids.bigSku, quantity: 1 }] });
    expect(sent?.groupId).toBeUndefined();
  });

  it('buys several alone', async () => {
    shop.answers['shop.product'] = () => product({ skus: product().skus.slice(0, 1) });
    shop.answers['shop.order.confirm'] = () =>
      order({ state: 'to_ship', groupId: undefined, group: undefined });
    newPhone();
    await phone.open(`/packages/buy/product/index?id=${ids.product}`);
    await phone.tap('#buy-solo');
    await phone.see('¥39.90提交并支付');
    await phone.tap('.stepper__side', 1);
    await phone.see('¥79.80提交并支付');
    await phone.tap('提交并支付');
    await phone.see('支付成功');
    const [sent] = shop.bodies('shop.order.place');
    expect(sent).toMatchObject({ lines: [{ skuId: ids.sku, quantity: 2 }], expectPayFen: 7980 });
    expect(sent?.campaignId).toBeUndefined();
    expect(phone.text).not.toContain('还差');
  });
});

describe('landing', () => {
  it('records the visit of somebody unknown, who sees everything', async () => {
    const nobody: Wechat = { ...playedWechat(), loginCode: () => Promise.reject(new Error('no network')) };
    newPhone(nobody);
    await phone.open(CARD, CHAT);
    await phone.see('还差 1 人');
    await phone.see('立即参团');
    const [visit] = shop.asked('shop.visit');
    expect(visit?.token).toBeNull();
    expect(visit?.body).toEqual({
      token: 'Sharer0001',
      visitorId: JSON.parse(String(phone.stored['tuanlink.visitor'])) as string,
      scene: 1007,
    });
    expect(shop.asked('shop.visit')).toHaveLength(1);
  });

  it('tells the login which visitor it was', async () => {
    newPhone();
    await phone.open(CARD, CHAT);
    expect(shop.bodies('shop.login')[0]?.visitorId).toBe(shop.bodies('shop.visit')[0]?.visitorId);
  });

  it('records another share at a warm start, and the same one not twice', async () => {
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.open(CARD, CHAT);
    await phone.open(`/packages/buy/group/index?id=${ids.group}&share=Sharer0002`, CHAT);
    expect(shop.bodies('shop.visit').map(({ token }) => token)).toEqual(['Sharer0001', 'Sharer0002']);
    await phone.tap('立即参团');
    expect(shop.bodies('shop.quote').at(-1)?.shareToken).toBe('Sharer0002');
  });

  it('opens what a QR code leads to', async () => {
    newPhone();
    await phone.open('/pages/home/index?scene=Sharer0003', { scene: 1047 });
    await phone.see('立即参团');
    expect(phone.page).toMatchObject({ path: 'packages/buy/group/index', query: { id: ids.group } });
    expect(shop.bodies('shop.visit')).toEqual([
      expect.objectContaining({ token: 'Sharer0003', scene: 1047 }),
    ]);
  });

  it('asks for no login on a card in the timeline', async () => {
    const wechat = playedWechat();
    newPhone(wechat);
    await phone.open(CARD, { scene: 1154 });
    await phone.see('还差 1 人');
    expect(wechat.logins).toBe(0);
  });
});

describe('sharing', () => {
  it('has the card ready before it is shared, with the link of the reader', async () => {
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.see('立即参团');
    const before = shop.seen.length;
    expect(await phone.share()).toEqual({
      title: '还差1人 ¥29.90 赣南脐橙',
      path: `/packages/buy/group/index?id=${ids.group}&share=GroupTok01`,
    });
    expect(shop.seen).toHaveLength(before);
    expect(shop.bodies('shop.share.create')).toEqual([
      { target: { kind: 'group', id: ids.group }, channel: 'chat', parentToken: 'Sharer0001' },
    ]);
  });

  it('passes the first link on while the reader is unknown', async () => {
    newPhone({ ...playedWechat(), loginCode: () => Promise.reject(new Error('no network')) });
    await phone.open(CARD, CHAT);
    await phone.see('立即参团');
    expect((await phone.share()).path).toBe(`/packages/buy/group/index?id=${ids.group}&share=Sharer0001`);
  });
});

describe('a group for its readers', () => {
  const mine = { myOrderId: ids.order };

  it.each([
    ['a member', group(mine), order(), ['还差 1 人', '邀请好友', '退出拼团', '待成团']],
    [
      'one who still has to pay',
      group(mine),
      order({ state: 'unpaid', heldUntil: new Date(Date.now() + 200_000).toISOString() }),
      ['座位已保留，请完成支付', '继续支付'],
    ],
    [
      'a full one',
      group({ missing: 0, takenCount: 3 }),
      order(),
      ['已满员', '自己开一个团', '单独购买', '去参团'],
    ],
    [
      'one whose time is up',
      group({ closesAt: '2026-01-01T00:00:00.000Z' }),
      order(),
      ['已结束', '自己开一个团'],
    ],
    ['one not open yet', group({ state: 'opening', closesAt: null, members: [] }), order(), ['尚未开团']],
    [
      'a failed one',
      group({ state: 'failed', ...mine }),
      order({
        state: 'refunding',
        refunds: [
          {
            id: ids.line,
            amountFen: 2990,
            reason: 'group_failed',
            note: '',
            state: 'accepted',
            requestedAt: '2026-11-22T00:00:00.000Z',
            succeededAt: null,
          },
        ],
      }),
      ['未成团，自动原路退款', '我的退款', '微信处理中', '自己开一个团'],
    ],
    [
      'a complete one',
      group({ state: 'succeeded', ...mine }),
      order({ state: 'to_ship' }),
      ['拼团成功', '待发货'],
    ],
  ])('%s', async (_name, shown, own, texts) => {
    shop.answers['shop.group'] = () => shown;
    shop.answers['shop.order'] = () => own;
    newPhone();
    await phone.open(CARD, CHAT);
    for (const text of texts) {
      await phone.see(text);
    }
    expect(phone.page.path).toBe('packages/buy/group/index');
  });

  it('lets a member leave, after asking', async () => {
    shop.answers['shop.group'] = () => group(mine);
    newPhone();
    phone.agrees = false;
    await phone.open(CARD, CHAT);
    await phone.see('退出拼团');
    await phone.tap('退出拼团');
    expect(phone.questions).toHaveLength(1);
    expect(shop.asked('shop.order.cancel')).toHaveLength(0);
    phone.agrees = true;
    await phone.tap('退出拼团');
    expect(shop.asked('shop.order.cancel').map(({ params }) => params)).toEqual([[ids.order]]);
  });

  it('ends by itself when the time is up', async () => {
    const closesAt = new Date(Date.now() + 4_000).toISOString();
    shop.answers['shop.group'] = () => group({ closesAt });
    newPhone();
    await phone.open(CARD, CHAT);
    await phone.see('立即参团');
    await phone.see('拼团时间已到', 8_000);
    await phone.seeGone('立即参团');
    expect(phone.text).toContain('已结束');
  });
});

describe('orders', () => {
  it('narrows the list and leads to the order', async () => {
    newPhone();
    await phone.open('/pages/orders/index');
    await phone.see('赣南脐橙');
    await phone.tap('待收货');
    expect(shop.asked('shop.orders').at(-1)?.query).toMatchObject({ state: 'shipped' });
    await phone.tap('赣南脐橙');
    await phone.see('订单记录');
    expect(phone.page.path).toBe('packages/order/detail/index');
  });

  it('confirms a receipt, after asking', async () => {
    const shipment = { carrier: 'SF', trackingNo: 'SF12345678', shippedAt: '2026-11-22T00:00:00.000Z' };
    const at = soon(3 * 86_400_000);
    shop.answers['shop.order'] = () =>
      shop.asked('shop.order.receive').length > 0
        ? order({ state: 'received', shipment, afterSaleUntil: at })
        : order({ state: 'shipped', shipment, autoReceiveAt: at });
    newPhone();
    await phone.open(`/packages/order/detail/index?id=${ids.order}`);
    await phone.see('SF12345678');
    await phone.see(`${formatTime(at)} 自动确认收货`);
    await phone.tap('#order-receive');
    await phone.see('已确认收货');
    await phone.see(`售后期至 ${formatTime(at)}`);
    expect(phone.questions).toEqual([expect.stringContaining('确认已收到货')]);
  });

  it('reads on at the end of the list', async () => {
    shop.answers['shop.orders'] = ({ query }) => ({
      items: [order({ id: query.cursor === 'next' ? ids.line : ids.order })],
      nextCursor: query.cursor === 'next' ? null : 'next',
    });
    newPhone();
    await phone.open('/pages/orders/index');
    await phone.see('上拉加载更多');
    await phone.reachBottom();
    await phone.see('没有更多了');
    expect(await phone.count('.order-card')).toBe(2);
  });
});

describe('when things go wrong', () => {
  it('logs in again silently when the login has expired, and repeats the call', async () => {
    const wechat = playedWechat();
    newPhone(wechat);
    await phone.open('/pages/orders/index');
    await phone.see('赣南脐橙');
    shop.expire();
    await phone.pullDown();
    await phone.tap('待发货');
    await phone.see('赣南脐橙');
    expect(wechat.logins).toBe(2);
  });

  it('says that there is no network, keeps what it had, and comes back', async () => {
    newPhone();
    shop.offline = true;
    await phone.open();
    await phone.see('网络连接不上');
    shop.offline = false;
    await phone.tap('重试');
    await phone.see('赣南脐橙');
    shop.offline = true;
    await phone.pullDown();
    await phone.see('未能更新');
    expect(phone.text).toContain('赣南脐橙');
  });

  it('says in words what the shop refuses', async () => {
    shop.answers['shop.product'] = () => {
      throw new Refuse('not_found');
    };
    newPhone();
    await phone.open(`/packages/buy/product/index?id=${ids.product}`);
    await phone.see('内容不存在或已下架');
    expect(phone.text).toContain('重试');
  });
});

describe('promotion', () => {
  it('takes an application after the rules were agreed to', async () => {
    shop.answers['shop.distributor'] = () => ({
      state: shop.asked('shop.distributor.apply').length > 0 ? 'applied' : null,
      reason: null,
      balances: { estimatedFen: 0, heldFen: 0, availableFen: 0, payingFen: 0, paidFen: 0, debtFen: 0 },
      rulesVersion: 1,
    });
    newPhone();
    await phone.open('/packages/promote/centre/index');
    await phone.see('推广规则');
    await phone.see('7 天内最后一次打开谁的分享，就算谁的；成交后 30 天内保持归属');
    await phone.tap('#apply');
    expect(shop.asked('shop.distributor.apply')).toHaveLength(0);
    await phone.tap('#agree');
    await phone.tap('#apply');
    await phone.see('申请已提交');
    expect(shop.bodies('shop.distributor.apply')).toEqual([{ agreeToRules: true }]);
  });

  it('explains a line of commission from its sum to its sources', async () => {
    newPhone();
    await phone.open('/packages/promote/centre/index');
    await phone.see('¥128.40');
    await phone.tap('待结算');
    expect(shop.asked('shop.commissions').at(-1)?.query).toMatchObject({ state: 'held' });
    await phone.see('7月21日可提现');
    await phone.tap('赣南脐橙');
    await phone.see('实付商品金额 ¥29.90 × 10% = ¥2.99');
    await phone.see('打开了你的分享 GroupTok01');
    expect(phone.text).toMatch(/聊天/);
    await phone.see(ids.order);
    expect(phone.text).toMatch(/已收货/);
  });

  it('proves a line on the phone, against what everybody is shown', async () => {
    const proof = sealedProof();
    let shown = proof.head;
    shop.answers['shop.commission.proof'] = () => proof;
    shop.answers['shop.ledger.blocks'] = () => ({ items: shown ? [shown] : [], nextCursor: null });
    newPhone();
    await phone.open('/packages/promote/centre/index');
    await phone.tap('待结算');
    await phone.see('7月21日可提现');
    await phone.tap('赣南脐橙');
    await phone.see('区块 3 · 第 1 条');
    await phone.tap('#check-proof');
    await phone.see('✓ 与封存时一致，公开账本也相同');
    await phone.see('✓ 以上入账合计，正好是这笔佣金减去冲回后的金额');
    expect(shop.asked('shop.ledger.blocks').map(({ query }) => query)).toEqual([
      { through: '3', limit: '1' },
    ]);
    shown = proof.head && { ...proof.head, hash: '0'.repeat(64) };
    await phone.tap('#check-proof');
    await phone.see('✗ 公开账本中的该区块不同');
  });
});

describe('money', () => {
  it('asks for a withdrawal of what was typed, and shows what becomes of it', async () => {
    const requested = withdrawal({ id: ids.line, amountFen: 2_000, state: 'requested', confirmation: null });
    shop.answers['shop.withdrawals'] = () => ({
      items: shop.asked('shop.withdrawal.request').length > 0 ? [requested, withdrawal()] : [withdrawal()],
      nextCursor: null,
    });
    newPhone();
    await phone.open('/packages/promote/withdraw/index');
    await phone.see('¥128.40');
    await phone.see('待你确认');
    await phone.type('#withdraw-amount', '500');
    await phone.tap('#withdraw-submit');
    expect(shop.asked('shop.withdrawal.request')).toHaveLength(0);
    await phone.type('#withdraw-amount', '20');
    await phone.tap('#withdraw-submit');
    await phone.see('¥20.00审核中');
    expect(shop.bodies('shop.withdrawal.request')).toEqual([expect.objectContaining({ amountFen: 2_000 })]);
  });

  it('shows the papers: a statement to read, its entries to reckon with, and a receipt', async () => {
    const paid = withdrawal({ state: 'paid', confirmation: null, finishedAt: '2026-07-15T02:00:00.000Z' });
    shop.answers['shop.withdrawals'] = () => ({ items: [paid], nextCursor: null });
    shop.answers['shop.statement.pdf'] = () => '%PDF-statement';
    shop.answers['shop.statement.csv'] = () => 'at,amount';
    shop.answers['shop.withdrawal.receipt'] = () => '%PDF-receipt';
    shop.answers['shop.withdrawal.receipt.csv'] = () => 'id,net';
    newPhone();
    await phone.open('/packages/promote/withdraw/index');
    await phone.see('已到账');
    const [present = '', month = '', before = ''] = recentMonths(new Date(), 3);
    for (const each of [present, month, before]) {
      expect(await phone.count(`#statement-csv-${each}`)).toBe(1);
    }
    await phone.tap(`#statement-pdf-${month}`);
    await phone.tap(`#statement-csv-${month}`);
    await phone.tap(`#receipt-pdf-${paid.id}`);
    await phone.tap(`#receipt-csv-${paid.id}`);
    expect(shop.asked('shop.statement.pdf').map(({ query }) => query)).toEqual([{ month }]);
    expect(phone.files).toEqual([
      { name: 'pdf', content: '%PDF-statement' },
      { name: `statement-${month}.csv`, content: 'at,amount' },
      { name: 'pdf', content: '%PDF-receipt' },
      { name: `receipt-${paid.id}.csv`, content: 'id,net' },
    ]);
  });

  it('asks for money back with a reason, and says how the goods are sent', async () => {
    shop.answers['shop.order'] = () => order({ state: 'received', groupId: undefined, group: undefined });
    newPhone();
    await phone.open(`/packages/order/after-sale-apply/index?id=${ids.order}`);
    await phone.see('可退金额');
    await phone.tap('#ask-submit');
    expect(shop.asked('shop.afterSale.apply')).toHaveLength(0);
    await phone.tap('退货退款');
    await phone.tap('商品破损');
    await phone.tap('#ask-submit');
    await phone.see('仓前街道 1 号');
    expect(shop.bodies('shop.afterSale.apply')).toEqual([
      expect.objectContaining({
        kind: 'return_and_refund',
        reason: 'damaged',
        lines: [{ orderLineId: ids.line, quantity: 1 }],
      }),
    ]);
    await phone.type('#parcel-carrier', 'SF');
    await phone.type('#parcel-trackingNo', 'SF1234567890');
    await phone.tap('#parcel-send');
    expect(shop.bodies('shop.afterSale.track')).toEqual([{ carrier: 'SF', trackingNo: 'SF1234567890' }]);
  });
});

describe.each([
  ['zh_CN', '还差 1 人'],
  ['en', '1 more needed'],
] as const)('in %s', (language, missing) => {
  it('opens every page without a gap in its texts', async () => {
    newPhone(playedWechat(), { language, fontSizeScaleFactor: 1.4 });
    await phone.open(CARD, CHAT);
    await phone.see(missing);
    const urls = [
      `/packages/buy/product/index?id=${ids.product}`,
      `/packages/buy/checkout/index?mode=join&group=${ids.group}&sku=${ids.sku}`,
      `/packages/buy/result/index?id=${ids.order}`,
      `/packages/order/detail/index?id=${ids.order}`,
      '/packages/promote/centre/index',
      '/packages/promote/ledger/index',
      `/packages/promote/line/index?id=${ids.line}`,
      '/packages/promote/withdraw/index',
      '/packages/order/after-sales/index',
      `/packages/order/after-sale/index?id=${ids.afterSale}`,
      '/packages/account/addresses/index',
      '/packages/account/address/index',
      '/pages/home/index',
      '/pages/groups/index',
      '/pages/orders/index',
      '/pages/me/index',
    ];
    for (const url of urls) {
      await phone.relaunch(url);
      expect(await phone.count('.fs-140')).toBeGreaterThan(0);
      // A page shows its frame before its first words.
      for (let tries = 0; tries < 50 && (await phone.look()).length <= 20; tries++) await sleep(100);
      expect(phone.text).not.toMatch(/\{\w+|undefined|NaN|\[object/);
      expect([url, phone.text.length > 20]).toEqual([url, true]);
    }
  }, 120_000);
});

it('changes the language at once', async () => {
  newPhone();
  await phone.open('/pages/me/index');
  await phone.see('收货地址');
  await phone.tap('English');
  await phone.see('Addresses');
  await phone.tap('Largest');
  expect(await phone.count('.fs-140')).toBeGreaterThan(0);
  await phone.relaunch('/pages/me/index');
  await phone.see('Addresses');
});
