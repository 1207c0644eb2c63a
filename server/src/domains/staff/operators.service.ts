import { Injectable } from '@nestjs/common';
import type { OperatorRole } from '@tuanlink/shared/states';
import { SECOND_MS } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Config } from '../../infra/config.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { isLocked, lockedUntil } from './login-lock.rules.js';
import { OperatorEntity } from './operator.entity.js';
import { hashPassword, isPassword, pretendToCheck } from './passwords.js';

/** An operator without secrets. */
export interface Operator {
  id: string;
  username: string;
  name: string;
  role: OperatorRole;
  /** Still has the published password of the demo shop. */
  demo: boolean;
}

/** What a new operator needs. */
export interface NewOperator {
  /** 1–64 characters; kept in lower case. */
  username: string;
  name: string;
  role: OperatorRole;
  password: string;
  demo: boolean;
}

/** The people who run the shop, and their passwords. */
@Injectable()
export class Operators {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  /** Adds an operator; the id. A user name can be given only once. */
  async createOperator(tx: EntityManager, input: NewOperator): Promise<string> {
    const id = this.ids.uuid();
    const { password, username, ...rest } = input;
    await tx.insert(OperatorEntity, {
      ...rest,
      id,
      username: username.toLowerCase(),
      passwordHash: await hashPassword(password),
      failedCount: 0,
      lockedUntil: null,
      createdAt: this.clock.now(),
    });
    return id;
  }

  /**
   * Gives an operator another password, role and name, and ends all their sessions; false when there is none
   * with this user name. From then on the password is nobody's but theirs.
   */
  async resetOperator(tx: EntityManager, input: Omit<NewOperator, 'demo'>): Promise<boolean> {
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update operator set name = $2, role = $3, password_hash = $4, demo = false, failed_count = 0,
         locked_until = null
       where username = $1 returning id`,
      [input.username.toLowerCase(), input.name, input.role, await hashPassword(input.password)],
    );
    const id = rows[0]?.id;
    if (id === undefined) return false;
    await tx.query('delete from operator_session where operator_id = $1', [id]);
    return true;
  }

  /**
   * The operator with this name and password. Five failures in a row lock the name, and only the name, for
   * 15 minutes, and every further five for twice as long.
   * @throws Refusal `auth.bad_credentials`; `auth.locked` with `{retryAfterSeconds}`
   */
  async authenticate(username: string, password: string): Promise<Operator> {
    const found = await this.database.manager.findOneBy(OperatorEntity, { username: username.toLowerCase() });
    if (found === null || this.isRefusedDemo(found)) {
      await pretendToCheck(password);
      throw new Refusal('auth.bad_credentials');
    }
    this.refuseLocked(found.lockedUntil);
    if (!(await isPassword(password, found.passwordHash))) {
      await this.countFailure(found.id);
      throw new Refusal('auth.bad_credentials');
    }
    await this.clearFailures(found.id);
    const { id, name, role, demo } = found;
    return { id, username: found.username, name, role, demo };
  }

  /** Production never lets the published password in. */
  private isRefusedDemo(operator: OperatorEntity): boolean {
    return this.config.production && operator.demo;
  }

  private refuseLocked(until: Date | null): void {
    const now = this.clock.now();
    if (until === null || !isLocked(until, now)) return;
    const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / SECOND_MS);
    throw new Refusal('auth.locked', { retryAfterSeconds });
  }

  private async countFailure(id: string): Promise<void> {
    const now = this.clock.now();
    await this.database.tx(async (tx) => {
      const [rows] = await tx.query<[{ failedCount: number }[], number]>(
        `update operator set failed_count = failed_count + 1 where id = $1
         returning failed_count as "failedCount"`,
        [id],
      );
      const until = lockedUntil(rows[0]?.failedCount ?? 0, now);
      if (until !== null) await tx.query('update operator set locked_until = $2 where id = $1', [id, until]);
    });
  }

  /** Guesses that ran side by side with the one that hit may have locked the name meanwhile. */
  private async clearFailures(id: string): Promise<void> {
    const now = this.clock.now();
    const cleared = await this.database.query(
      `update operator set failed_count = 0, locked_until = null
       where id = $1 and (locked_until is null or locked_until <= $2) returning id`,
      [id, now],
    );
    if (cleared.length > 0) return;
    const operator = await this.database.manager.findOneBy(OperatorEntity, { id });
    this.refuseLocked(operator?.lockedUntil ?? null);
  }
}
