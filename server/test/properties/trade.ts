import { createHash } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** Prices of everything in these tests, fen. */
export const SOLO_FEN = 1_001;
export const GROUP_FEN = 777;
export const RATE_BP = 1_234;

/** What a stall sells, and the campaign for it. */
export interface Stall {
  productId: string;
  skuId: string;
  campaignId: string;
  size: number;
}

/** An id that follows from a text, so that a run that failed can be repeated. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The shop's SQL functions on a database of their own, called as the application calls them. */
export class Trade {
  private constructor(
    readonly database: TestDatabase,
    private readonly app: pg.Pool,
    private readonly owner: pg.Pool,
  ) {}

  static async open(): Promise<Trade> {
    const database = await createTestDatabase();
    const app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
    const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
    return new Trade(database, app, owner);
  }

  async close(): Promise<void> {
    await this.app.end();
    await this.owner.end();
    await this.database.drop();
  }

  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.owner.query<T>(sql, params)).rows;
  }

  /** Calls a function; its single value. */
  async call<T>(name: string, ...args: unknown[]): Promise<T> {
    const marks = args.map((_, index) => `$${index + 1}`).join(', ');
    const plain = args.map((value) => (isJson(value) ? JSON.stringify(value) : value));
    const { rows } = await this.app.query<{ value: T }>(`select ${name}(${marks}) as value`, plain);
    return rows[0]?.value as T;
  }

  /** Statements as the application's role. */
  async asApp(sql: string, params: unknown[] = []): Promise<void> {
    await this.app.query(sql, params);
  }

  /** A product with one SKU and a running campaign. */
  async stall(name: string, stock: number, size: number, at: Date): Promise<Stall> {
    const [productId, skuId, campaignId] = ['product', 'sku', 'campaign'].map((what) =>
      idOf(`${name} ${what}`),
    );
    if (productId === undefined || skuId === undefined || campaignId === undefined) throw new Error('no ids');
    await this.rows(
      `insert into product (id, title, description, images, status, created_at, updated_at)
       values ($1, '苹果', '', '[]', 'on_sale', $2, $2)`,
      [productId, at],
    );
    await this.rows(
      `insert into sku (id, product_id, name, price_fen, position) values ($1, $2, '一', $3, 1)`,
      [skuId, productId, SOLO_FEN],
    );
    await this.rows('insert into sku_stock (sku_id, on_hand) values ($1, $2)', [skuId, stock]);
    await this.rows(
      `insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
         commission_rate_bp, created_at, updated_at)
       values ($1, $2, 'timed', '团', 'running', $3, 60, $4::timestamptz - interval '1 day',
         $4::timestamptz + interval '30 days', $5, $4, $4)`,
      [campaignId, productId, size, at, RATE_BP],
    );
    await this.rows(
      `insert into campaign_event (campaign_id, at, actor, from_state, to_state)
       values ($1, $2, 'system', null, 'draft'), ($1, $2, 'system', 'draft', 'running')`,
      [campaignId, at],
    );
    return { productId, skuId, campaignId, size };
  }

  async user(name: string, at: Date): Promise<string> {
    const id = idOf(name);
    await this.rows(
      'insert into shop_user (id, openid, created_at) values ($1, $2, $3) on conflict do nothing',
      [id, `o-${id}`, at],
    );
    return id;
  }
}

function isJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isJson);
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

/** What `place_orders` is given for one order of this stall. */
export function orderItem(input: {
  stall: Stall;
  name: string;
  userId: string;
  payeeId: string;
  kind: 'solo' | 'open' | 'join';
  groupId: string | null;
  quantity: number;
  at: Date;
}) {
  const { stall, name, userId, payeeId, kind, quantity, at } = input;
  const unit = kind === 'solo' ? SOLO_FEN : GROUP_FEN;
  const payFen = unit * quantity;
  const heldUntil = new Date(at.getTime() + 300_000).toISOString();
  const outTradeNo = idOf(`${name} number`).replaceAll('-', '');
  const openid = `o-${userId}`;
  const terms = {
    size: stall.size,
    windowMinutes: 60,
    rateBp: RATE_BP,
    campaignVersion: 1,
    prices: { [stall.skuId]: GROUP_FEN },
  };
  return {
    orderId: idOf(`${name} order`),
    userId,
    requestId: name,
    requestHash: name,
    kind,
    groupId: input.groupId,
    campaignId: kind === 'solo' ? null : stall.campaignId,
    productId: kind === 'solo' ? null : stall.productId,
    ...(kind === 'solo' ? {} : { size: stall.size, windowMinutes: 60, terms }),
    perUserLimit: null,
    unpaidOrdersMax: 1_000,
    goodsFen: payFen,
    discountFen: 0,
    shippingFen: 0,
    payFen,
    address: {},
    showFace: false,
    note: '',
    credit: null,
    heldUntil,
    paymentId: idOf(`${name} payment`),
    outTradeNo,
    openid,
    prepayBody: JSON.stringify({
      out_trade_no: outTradeNo,
      time_expire: heldUntil,
      amount: { total: payFen },
      payer: { openid },
    }),
    lines: [
      {
        id: idOf(`${name} line`),
        skuId: stall.skuId,
        productId: stall.productId,
        title: '苹果',
        skuName: '一',
        image: null,
        quantity,
        unitPriceFen: unit,
        payFen,
        commission: [
          {
            id: idOf(`${name} commission`),
            userId: payeeId,
            attributionCode: 'EARNED_BOUND',
            reasonCode: 'WAIT_GROUP',
            baseFen: payFen,
            rateBp: RATE_BP,
            amountFen: Math.floor((payFen * RATE_BP) / 10_000),
            evidence: {},
          },
        ],
      },
    ],
  };
}
