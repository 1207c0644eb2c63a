import { Injectable } from '@nestjs/common';
import type { PageQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { CommissionRulesReply, ShopCommissionRulesReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';

/** `CommissionRulesReply` of the row `r` at the moment `$1`. */
const RULES_JSON = `jsonb_build_object(
  'id', r.version::text, 'version', r.version, 'state', case
    when r.effective_at > $1 then 'announced'
    when r.version = (select max(version) from commission_rules where effective_at <= $1) then 'in_force'
    else 'past' end,
  'effectiveAt', iso(r.effective_at), 'announcedAt', iso(r.announced_at),
  'defaultRateBp', r.default_rate_bp, 'newBuyerRateBp', r.new_buyer_rate_bp,
  'visitWindowDays', r.visit_window_days, 'bindingDays', r.binding_days,
  'protectionDays', r.protection_days, 'touchedDays', r.touched_days)`;

/** The shop-wide rules by version. */
@Injectable()
export class CommissionRulesViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The newest version, in force or announced. */
  async newest(tx: EntityManager): Promise<CommissionRulesReply> {
    const rows: { item: CommissionRulesReply }[] = await tx.query(
      `select ${RULES_JSON} as item from commission_rules r order by r.version desc limit 1`,
      [this.clock.now()],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the shop has no commission rules');
    return row.item;
  }

  /** All versions, newest first. */
  async list(query: PageQuery): Promise<Page<CommissionRulesReply>> {
    const [below] = readCursor(query.cursor, ['count']);
    const rows = await this.db.query<ListRow<CommissionRulesReply>>(
      `select ${RULES_JSON} as item, array[r.version::text] as keys from commission_rules r
       where $2::bigint is null or r.version < $2
       order by r.version desc limit $3`,
      [this.clock.now(), below, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** What is in force, with the time that commission waits after receipt, and what will be in force. */
  async forShop(): Promise<ShopCommissionRulesReply> {
    const rows = await this.db.query<{ item: CommissionRulesReply; days: number }>(
      `select ${RULES_JSON} as item, (select complete_days from shop_setting) as days from commission_rules r
       where r.version >= (select max(version) from commission_rules where effective_at <= $1)
       order by r.version limit 50`,
      [this.clock.now()],
    );
    const [row, ...later] = rows;
    if (row === undefined) throw new Error('no commission rules are in force');
    const announced = later.map(({ item }) => item);
    return { current: row.item, availableAfterDays: row.days, announced };
  }
}
