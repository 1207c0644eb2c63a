import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, addMs } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { type Operator, Operators } from './operators.service.js';

/** A session ends when it was not used for this long, and in any case after the second. */
const IDLE_MS = 30 * DAY_MS;
const LIFE_MS = 90 * DAY_MS;
/** Use is written down no oftener than this. */
const TOUCH_MS = HOUR_MS;
/** 62^43 is more than 2^256. */
const TOKEN_LENGTH = 43;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Logins of operators: an opaque token in a cookie, of which only the hash is stored. */
@Injectable()
export class OperatorSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly operators: Operators,
  ) {}

  /**
   * Opens a session for a name and its password; the token exists nowhere else.
   * @throws Refusal `auth.bad_credentials`, `auth.locked`
   */
  async login(username: string, password: string): Promise<{ operator: Operator; token: string }> {
    const operator = await this.operators.authenticate(username, password);
    return { operator, token: await this.open(operator.id) };
  }

  /** Sessions that have ended are swept away on the way. */
  private async open(operatorId: string): Promise<string> {
    const token = this.ids.base62(TOKEN_LENGTH);
    const now = this.clock.now();
    await this.database.query('delete from operator_session where expires_at < $1 or last_seen_at < $2', [
      now,
      addMs(now, -IDLE_MS),
    ]);
    await this.database.query(
      `insert into operator_session (token_hash, operator_id, created_at, expires_at, last_seen_at)
       values ($1, $2, $3, $4, $3)`,
      [hashOf(token), operatorId, now, addMs(now, LIFE_MS)],
    );
    return token;
  }

  /** The operator of a session that is still good; null otherwise. */
  async find(token: string): Promise<Operator | null> {
    const now = this.clock.now();
    const [row] = await this.database.named<Operator & { lastSeenAt: Date }>(
      'operator_session_find',
      `select o.id, o.username, o.name, o.role, o.demo, s.last_seen_at as "lastSeenAt"
       from operator_session s join operator o on o.id = s.operator_id
       where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3`,
      [hashOf(token), now, addMs(now, -IDLE_MS)],
    );
    if (row === undefined) return null;
    const { lastSeenAt, ...operator } = row;
    if (lastSeenAt < addMs(now, -TOUCH_MS)) {
      await this.database.query('update operator_session set last_seen_at = $2 where token_hash = $1', [
        hashOf(token),
        now,
      ]);
    }
    return operator;
  }

  /** Ends one session; the operator's other ones go on. */
  async close(token: string): Promise<Record<string, never>> {
    await this.database.query('delete from operator_session where token_hash = $1', [hashOf(token)]);
    return {};
  }
}
