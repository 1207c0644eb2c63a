import { Injectable } from '@nestjs/common';
import type { ConsoleAfterSalesQuery, ShopAfterSalesQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type {
  AfterSaleCardReply,
  AfterSaleReply,
  AfterSaleSettingsReply,
  ConsoleAfterSaleCardReply,
  ConsoleAfterSaleReply,
} from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** After-sales as buyers and operators see them. */
@Injectable()
export class AfterSaleViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Somebody's own. @throws Refusal `not_found` */
  own(userId: string, id: string, tx: EntityManager = this.db.manager): Promise<AfterSaleReply> {
    return this.read(
      tx,
      'select after_sale_view(a, $2) as item from after_sale a where a.id = $1 and a.user_id = $3',
      [id, this.clock.now(), userId],
    );
  }

  /** Any, for operators. @throws Refusal `not_found` */
  forConsole(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleAfterSaleReply> {
    return this.read(
      tx,
      `select after_sale_view(a, $2) || after_sale_staff_view(a, $2)
         || jsonb_build_object('orderState', o.state, 'leftFen', o.pay_fen - o.refunded_fen) as item
       from after_sale a join shop_order o on o.id = a.order_id where a.id = $1`,
      [id, this.clock.now()],
    );
  }

  /** Whether there is such an after-sale, and it is this user's where one is given. */
  async exists(id: string, userId: string | undefined): Promise<boolean> {
    const rows = await this.db.query(
      'select 1 from after_sale where id = $1 and ($2::uuid is null or user_id = $2)',
      [id, userId ?? null],
    );
    return rows.length > 0;
  }

  /** Somebody's own, newest first. */
  async listOwn(userId: string, query: ShopAfterSalesQuery): Promise<Page<AfterSaleCardReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<AfterSaleCardReply>>(
      `select after_sale_card_view(a) as item, ${keysOf('a.created_at', 'a.id')} as keys
       from after_sale a
       where a.user_id = $1 and ($2::uuid is null or a.order_id = $2)
         and ${after('a.created_at', 'a.id', '$3', '$4')}
       order by a.created_at desc, a.id desc limit $5`,
      [userId, query.orderId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** All, newest first. */
  async list(query: ConsoleAfterSalesQuery): Promise<Page<ConsoleAfterSaleCardReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleAfterSaleCardReply>>(
      `select after_sale_card_view(a) || after_sale_staff_view(a, $6) as item,
         ${keysOf('a.created_at', 'a.id')} as keys
       from after_sale a
       where ($1::text is null or a.state = $1) and ($2::uuid is null or a.order_id = $2)
         and (not $7 or a.due_at <= $6) and ${after('a.created_at', 'a.id', '$3', '$4')}
       order by a.created_at desc, a.id desc limit $5`,
      [
        query.state ?? null,
        query.orderId ?? null,
        at,
        id,
        rowsToRead(query),
        this.clock.now(),
        query.overdue === 'true',
      ],
    );
    return pageOf(rows, query);
  }

  /** How the shop deals with after-sales by itself. */
  settings(tx: EntityManager = this.db.manager): Promise<AfterSaleSettingsReply> {
    return this.read(tx, 'select after_sale_settings() as item', []);
  }

  private async read<T>(tx: EntityManager, sql: string, params: unknown[]): Promise<T> {
    const rows: { item: T }[] = await tx.query(sql, params);
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }
}
