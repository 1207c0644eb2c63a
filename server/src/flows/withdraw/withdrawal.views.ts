import { Injectable } from '@nestjs/common';
import type { ConsoleWithdrawalsQuery, WithdrawalsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type {
  ConsoleWithdrawalDetailReply,
  ConsoleWithdrawalReply,
  WithdrawalReply,
  WithdrawalRulesReply,
} from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Config } from '../../infra/config.js';
import { callIn, Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** A withdrawal of the SQL function `own_withdrawal_json`. */
type OwnRow = Omit<WithdrawalReply, 'confirmation'> & { package: string | null; confirmBy: string | null };

/** Withdrawals as people and operators see them. */
@Injectable()
export class WithdrawalViews {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Somebody's own withdrawal. @throws Refusal `not_found` */
  async own(userId: string, id: string): Promise<WithdrawalReply> {
    const [row] = await this.db.query<{ item: OwnRow }>(
      'select own_withdrawal_json(w) as item from withdrawal w where w.id = $1 and w.user_id = $2',
      [id, userId],
    );
    if (row === undefined) throw new Refusal('not_found');
    return this.reply(row.item);
  }

  /** Somebody's own withdrawals, newest first. */
  async listOwn(userId: string, query: WithdrawalsQuery): Promise<Page<WithdrawalReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<OwnRow>>(
      `select own_withdrawal_json(w) as item, ${keysOf('w.requested_at', 'w.id')} as keys
       from withdrawal w
       where w.user_id = $1 and ($2::text is null or w.state = $2)
         and ${after('w.requested_at', 'w.id', '$3', '$4')}
       order by w.requested_at desc, w.id desc limit $5`,
      [userId, query.state ?? null, at, id, rowsToRead(query)],
    );
    const { items, nextCursor } = pageOf(rows, query);
    return { items: items.map((item) => this.reply(item)), nextCursor };
  }

  /** Whether there is such a withdrawal, and it is this user's where one is given. */
  async exists(id: string, userId: string | undefined): Promise<boolean> {
    const rows = await this.db.query(
      'select 1 from withdrawal where id = $1 and ($2::uuid is null or user_id = $2)',
      [id, userId ?? null],
    );
    return rows.length > 0;
  }

  /** Any withdrawal, for operators. @throws Refusal `not_found` */
  async forConsole(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleWithdrawalDetailReply> {
    const args = [id];
    const reply = await callIn<ConsoleWithdrawalDetailReply | null>(tx, 'console_withdrawal_detail', args);
    if (reply === null) throw new Refusal('not_found');
    return reply;
  }

  /**
   * The same of a withdrawal that must be this user's where one is given.
   * @throws Refusal `not_found`
   */
  async detail(id: string, userId: string | undefined): Promise<ConsoleWithdrawalDetailReply> {
    const [row] = await this.db.query<{ item: ConsoleWithdrawalDetailReply }>(
      `select console_withdrawal_detail(id) as item from withdrawal
       where id = $1 and ($2::uuid is null or user_id = $2)`,
      [id, userId ?? null],
    );
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** All withdrawals, newest first. */
  async listForConsole(query: ConsoleWithdrawalsQuery): Promise<Page<ConsoleWithdrawalReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleWithdrawalReply>>(
      `select console_withdrawal_json(w, u, d, p) as item, ${keysOf('w.requested_at', 'w.id')} as keys
       from withdrawal w join shop_user u on u.id = w.user_id
       left join distributor d on d.user_id = w.user_id left join payee p on p.user_id = w.user_id
       where ($1::text is null or w.state = $1)
         and ($2::uuid is null or w.user_id = $2
           or w.user_id = (select x.user_id from distributor x where x.id = $2))
         and ($3::uuid is null or w.payout_run_id = $3)
         and ${after('w.requested_at', 'w.id', '$4', '$5')}
       order by w.requested_at desc, w.id desc limit $6`,
      [query.state ?? null, query.distributorId ?? null, query.runId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** The withdrawals of a run, the oldest first; null when there is no such run. */
  async ofRun(runId: string): Promise<ConsoleWithdrawalReply[] | null> {
    const [row] = await this.db.query<{ items: ConsoleWithdrawalReply[] }>(
      'select payout_candidates(r.id, null, null) as items from payout_run r where r.id = $1',
      [runId],
    );
    return row?.items ?? null;
  }

  /** The rules that apply now. */
  rules(tx: EntityManager = this.db.manager): Promise<WithdrawalRulesReply> {
    return callIn<WithdrawalRulesReply>(tx, 'withdrawal_rule_json', []);
  }

  private reply({ package: packageInfo, confirmBy, ...row }: OwnRow): WithdrawalReply {
    const { mchid: mchId, appid: appId } = this.config.wechat;
    const waits = packageInfo !== null && confirmBy !== null;
    return { ...row, confirmation: waits ? { mchId, appId, package: packageInfo, confirmBy } : null };
  }
}
