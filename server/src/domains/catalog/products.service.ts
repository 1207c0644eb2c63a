import { Injectable } from '@nestjs/common';
import type { ConsoleProductsQuery, CreateProductBody, PatchProductBody } from '@tuanlink/shared/dto';
import { STOCK_MAX } from '@tuanlink/shared/limits';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { invalidField } from '../../infra/invalid-field.js';
import { Refusal } from '../../infra/refusal.js';
import { type PresentSku, type SkuPlan, planSkus } from './product.rules.js';

/** `ConsoleProductReply` of the row `p` of `product`, without its withdrawn SKUs. */
const PRODUCT_JSON = `json_build_object(
  'id', p.id, 'title', p.title, 'description', p.description, 'images', p.images,
  'skus', (
    select coalesce(json_agg(json_build_object(
      'id', s.id, 'name', s.name, 'priceFen', s.price_fen, 'costFen', s.cost_fen,
      'stock', t.on_hand - t.held, 'heldStock', t.held, 'code', s.code) order by s.position), '[]')
    from sku s join sku_stock t on t.sku_id = s.id
    where s.product_id = p.id and s.withdrawn_at is null),
  'commission', case when p.commission_rate_bp is not null
    then json_build_object('rateBp', p.commission_rate_bp) end,
  'status', p.status, 'version', p.version, 'createdAt', iso(p.created_at), 'updatedAt', iso(p.updated_at))`;

/** By how much the stock of a SKU that exists moves: to what was typed, or by what was typed about it. */
const STOCK_STEP = `(
      select w.stock - coalesce(w."stockSeen", sku_stock.on_hand - sku_stock.held)
      from wanted w where w.id = excluded.sku_id)`;

/**
 * Parts of a WITH that make and change the SKUs in `$2` (JSON of `PlannedSku[]`) of product `$1`. Stock rows
 * are locked in the order of their ids, as orders lock them. `stocked` leaves out those whose difference is
 * more than what can still be sold, or would lead above what a SKU may have.
 */
const WRITE_SKUS = `wanted as (
    select * from jsonb_to_recordset($2::jsonb) as w
      (id uuid, name text, "priceFen" bigint, "costFen" bigint, stock int, "stockSeen" int, code text,
       position int)
  ), written as (
    insert into sku (id, product_id, name, price_fen, cost_fen, code, position)
    select id, $1, name, "priceFen", "costFen", code, position from wanted order by id
    on conflict (id) do update set name = excluded.name, price_fen = excluded.price_fen,
      cost_fen = excluded.cost_fen, code = excluded.code, position = excluded.position, withdrawn_at = null
    where sku.product_id = $1
  ), stocked as (
    insert into sku_stock (sku_id, on_hand)
    select id, stock from wanted order by id
    on conflict (sku_id) do update set on_hand = sku_stock.on_hand + ${STOCK_STEP}
      where sku_stock.on_hand - sku_stock.held + ${STOCK_STEP} between 0 and ${STOCK_MAX}
    returning sku_id
  )`;

/** A product that is locked against other edits. */
export interface LockedProduct {
  reply: ConsoleProductReply;
  /** Withdrawn ones too. */
  skus: PresentSku[];
}

type AcceptedPlan = Extract<SkuPlan, { ok: true }>;

/** What the shop sells. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** A product as operators see it. @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleProductReply> {
    const rows: { item: ConsoleProductReply }[] = await tx.query(
      `select ${PRODUCT_JSON} as item from product p where p.id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Whether there is such a product, in whatever state. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from product where id = $1', [id])).length > 0;
  }

  /** Products for operators, newest first. */
  async list(query: ConsoleProductsQuery): Promise<Page<ConsoleProductReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleProductReply>>(
      `select ${PRODUCT_JSON} as item, ${keysOf('p.created_at', 'p.id')} as keys
       from product p
       where ($1::text is null or p.status = $1)
         and ($2::text is null or strpos(lower(p.title), lower($2)) > 0)
         and ${after('p.created_at', 'p.id', '$3', '$4')}
       order by p.created_at desc, p.id desc limit $5`,
      [query.status ?? null, query.search ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** Makes a product with its SKUs; its id. @throws Refusal `request.invalid` for a SKU with an id */
  async create(tx: EntityManager, body: CreateProductBody): Promise<string> {
    const plan = this.plan([], body.skus);
    const id = this.ids.uuid();
    const now = this.clock.now();
    await tx.query(
      `with made as (
         insert into product
           (id, title, description, images, status, commission_rate_bp, created_at, updated_at)
         values ($1, $3, $4, $5::jsonb, $6, $7, $8, $8)
       ), ${WRITE_SKUS}
       select`,
      [
        id,
        JSON.stringify(plan.skus),
        body.title,
        body.description,
        JSON.stringify(body.images),
        body.status,
        body.commission?.rateBp ?? null,
        now,
      ],
    );
    return id;
  }

  /**
   * Locks a product against other edits and against campaigns that begin.
   * @throws Refusal `not_found`, `version.conflict` when somebody else changed it since `version`
   */
  async lock(tx: EntityManager, id: string, version: number): Promise<LockedProduct> {
    const rows: LockedProduct[] = await tx.query(
      `select ${PRODUCT_JSON} as reply, (
         select coalesce(json_agg(json_build_object('id', s.id, 'withdrawn', s.withdrawn_at is not null,
           'costFen', s.cost_fen, 'code', s.code)), '[]')
         from sku s where s.product_id = p.id) as skus
       from product p where p.id = $1 for no key update of p`,
      [id],
    );
    const [product] = rows;
    if (product === undefined) throw new Refusal('not_found');
    // Whoever changed the product while we waited for the lock also changed its version.
    if (product.reply.version !== version) {
      throw new Refusal('version.conflict', { version: product.reply.version });
    }
    return product;
  }

  /** What a list of SKUs would do. @throws Refusal `request.invalid` for an id that is not this product's */
  plan(present: readonly PresentSku[], wanted: CreateProductBody['skus']): AcceptedPlan {
    const plan = planSkus(present, wanted, () => this.ids.uuid());
    if (!plan.ok) throw invalidField(plan.path, plan.rule);
    return plan;
  }

  /**
   * Changes a locked product: the fields that are given, and its SKUs as planned.
   * @throws Refusal `version.conflict` when too much was sold since a `stockSeen` for what was made of it
   */
  async change(
    tx: EntityManager,
    id: string,
    body: PatchProductBody,
    plan: AcceptedPlan | null,
  ): Promise<void> {
    const written: { stocked: number }[] = await tx.query(
      `with withdrawn as (
         update sku set withdrawn_at = $9 where product_id = $1 and id = any ($10::uuid[])
       ), ${WRITE_SKUS}, changed as (
       update product set title = coalesce($3, title), description = coalesce($4, description),
         images = coalesce($5::jsonb, images), status = coalesce($6, status),
         commission_rate_bp = case when $7 then $8 else commission_rate_bp end,
         version = version + 1, updated_at = $9
       where id = $1
       )
       select count(*)::int as stocked from stocked`,
      [
        id,
        JSON.stringify(plan?.skus ?? []),
        body.title ?? null,
        body.description ?? null,
        body.images === undefined ? null : JSON.stringify(body.images),
        body.status ?? null,
        body.commission !== undefined,
        body.commission?.rateBp ?? null,
        this.clock.now(),
        plan?.withdrawIds ?? [],
      ],
    );
    if (written[0]?.stocked !== (plan?.skus.length ?? 0)) {
      throw new Refusal('version.conflict', { version: body.version });
    }
  }
}
