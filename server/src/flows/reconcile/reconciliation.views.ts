import { Injectable } from '@nestjs/common';
import type { DifferencesQuery, PageQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { DifferenceReply, ReconciliationDayReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

const DAY = `json_build_object(
  'id', d.day::text, 'state', d.state, 'asked', d.asked_at is not null, 'matchedAt', iso(d.matched_at),
  'nextTryAt', iso(d.next_try_at), 'tries', d.tries, 'lastError', d.last_error, 'figures', d.figures,
  'bills', (
    select coalesce(json_agg(json_build_object('kind', b.kind, 'source', b.source, 'at', iso(b.at),
      'sha256', b.sha256, 'rowCount', b.row_count, 'unreadableCount', b.unreadable_count)
      order by b.kind desc), '[]')
    from wechat_bill b where b.day = d.day and b.is_current),
  'openCount', (select count(*) from reconciliation_difference f where f.day = d.day and f.state = 'open'),
  'resolvedCount', (
    select count(*) from reconciliation_difference f
    where f.day = d.day and f.state = 'resolved' and f.resolved_by is not null))`;

const DIFFERENCE = `json_build_object(
  'id', d.id, 'day', d.day::text, 'kind', d.kind, 'subject', d.subject, 'facts', d.facts, 'state', d.state,
  'firstSeenAt', iso(d.first_seen_at), 'lastSeenAt', iso(d.last_seen_at), 'resolvedAt', iso(d.resolved_at),
  'resolvedBy', case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end,
  'note', d.note, 'answer', d.answer)`;

/** Days and differences as operators see them. */
@Injectable()
export class ReconciliationViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal not_found */
  async day(day: string): Promise<ReconciliationDayReply> {
    const [row] = await this.db.query<{ item: ReconciliationDayReply }>(
      `select ${DAY} as item from reconciliation_day d where d.day::text = $1`,
      [day],
    );
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** The latest day first. */
  async listDays(query: PageQuery): Promise<Page<ReconciliationDayReply>> {
    const [before] = readCursor(query.cursor, ['day']);
    const rows = await this.db.query<ListRow<ReconciliationDayReply>>(
      `select ${DAY} as item, array[d.day::text] as keys from reconciliation_day d
       where $1::date is null or d.day < $1 order by d.day desc limit $2`,
      [before, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** @throws Refusal not_found */
  async difference(id: string): Promise<DifferenceReply> {
    const [row] = await this.db.query<{ item: DifferenceReply }>(
      `select ${DIFFERENCE} as item
       from reconciliation_difference d left join operator o on o.id = d.resolved_by where d.id = $1`,
      [id],
    );
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Whether there is such a difference. */
  async differenceExists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from reconciliation_difference where id = $1', [id])).length > 0;
  }

  /** Found last first. */
  async listDifferences(query: DifferencesQuery): Promise<Page<DifferenceReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<DifferenceReply>>(
      `select ${DIFFERENCE} as item, ${keysOf('d.first_seen_at', 'd.id')} as keys
       from reconciliation_difference d left join operator o on o.id = d.resolved_by
       where ($1::text is null or d.day::text = $1) and ($2::text is null or d.state = $2)
         and ($3::text is null or d.kind = $3) and ${after('d.first_seen_at', 'd.id', '$4', '$5')}
       order by d.first_seen_at desc, d.id desc limit $6`,
      [query.day ?? null, query.state ?? null, query.kind ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
