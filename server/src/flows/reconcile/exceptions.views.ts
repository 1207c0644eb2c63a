import { Injectable } from '@nestjs/common';
import type { ExceptionsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ExceptionCountsReply, ExceptionReply } from '@tuanlink/shared/replies';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';

/** A row has no id of its own, but the same thing under the same name is the same row. */
const WITH_ID = `
  select cause_id(concat_ws(':', 'exception', kind, subject_kind, subject_id, detail)) as id, x.*
  from exceptions($1) x`;

/** The lists that are normally empty, read from the present state at every look. */
@Injectable()
export class ExceptionViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** What came up last first; of one kind when asked for. */
  async list(query: ExceptionsQuery): Promise<Page<ExceptionReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ExceptionReply>>(
      `select json_build_object('id', x.id, 'kind', x.kind, 'subjectKind', x.subject_kind,
         'subjectId', x.subject_id, 'orderId', x.order_id, 'amountFen', x.amount_fen, 'since', iso(x.since),
         'detail', x.detail) as item, ${keysOf('x.since', 'x.id')} as keys
       from (${WITH_ID}) x
       where ($2::text is null or x.kind = $2) and ${after('x.since', 'x.id', '$3', '$4')}
       order by x.since desc, x.id desc limit $5`,
      [this.clock.now(), query.kind ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** How many there are, in all and of each kind that has some. */
  async counts(): Promise<ExceptionCountsReply> {
    const kinds = await this.db.query<ExceptionCountsReply['kinds'][number]>(
      `select kind, count(*)::int as count from exceptions($1) group by kind order by kind`,
      [this.clock.now()],
    );
    return { total: kinds.reduce((sum, { count }) => sum + count, 0), kinds };
  }
}
