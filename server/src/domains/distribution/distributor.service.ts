import { Injectable } from '@nestjs/common';
import type { DistributorApplicationBody } from '@tuanlink/shared/dto';
import type { DistributorReply } from '@tuanlink/shared/replies';
import type { DistributorState } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { type DistributorDecision, decideDistributor, mayApply } from './distributor.rules.js';

interface OverviewRow {
  state: DistributorState | null;
  reason: string | null;
  rulesVersion: number;
  estimatedFen: number;
}

interface LockedDistributor {
  id: string;
  state: DistributorState;
}

/** Version of the rules that are in force at `$2`. */
const RULES_VERSION = `(select max(version) from commission_rules where effective_at <= $2)`;

/** Who may earn commission, and what they have earned. */
@Injectable()
export class DistributorService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly ledger: LedgerService,
  ) {}

  /** Whether there is such a distributor, in whatever state. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from distributor where id = $1', [id])).length > 0;
  }

  /** State and balances of a user; zeros, and no state, for somebody who never applied. */
  async overview(userId: string): Promise<DistributorReply> {
    const [row] = await this.db.query<OverviewRow>(
      `select d.state, d.reason, coalesce(d.rules_version, ${RULES_VERSION}) as "rulesVersion", (
         select coalesce(sum(amount_fen), 0)::bigint from commission_line
         where user_id = $1 and state = 'estimated') as "estimatedFen"
       from (select 1) one left join distributor d on d.user_id = $1`,
      [userId, this.clock.now()],
    );
    if (row === undefined) throw new Error('a row joined to nothing is missing');
    const { heldFen, availableFen, payingFen, paidFen, debtFen } = await this.ledger.balancesOf(userId);
    const { state, reason, rulesVersion, estimatedFen } = row;
    const balances = { estimatedFen, heldFen, availableFen, payingFen, paidFen, debtFen };
    return { state, reason, balances, rulesVersion };
  }

  /**
   * Applies, for the first time or after a rejection.
   * @throws Refusal `distributor.already` with the present state, `auth.expired` when the user is gone
   */
  async apply(userId: string, body: DistributorApplicationBody): Promise<DistributorReply> {
    await this.db.tx(async (tx) => {
      const users: unknown[] = await tx.query('select 1 from shop_user where id = $1 for no key update', [
        userId,
      ]);
      if (users.length === 0) throw new Refusal('auth.expired');
      const rows: LockedDistributor[] = await tx.query(
        'select id, state from distributor where user_id = $1 for no key update',
        [userId],
      );
      const present = rows[0] ?? null;
      if (!mayApply(present?.state ?? null)) {
        throw new Refusal('distributor.already', { state: present?.state });
      }
      await tx.query(
        `with noted as (
           insert into distributor_event (distributor_id, at, actor, from_state, to_state)
           values ($1, $2, $3, $4, 'applied')
         )
         insert into distributor (id, user_id, state, intro, rules_version, applied_at)
         values ($1, $3::uuid, 'applied', $5, ${RULES_VERSION}, $2)
         on conflict (user_id) do update set state = 'applied', intro = excluded.intro, reason = null,
           rules_version = excluded.rules_version, applied_at = excluded.applied_at, decided_at = null,
           version = distributor.version + 1`,
        [present?.id ?? this.ids.uuid(), this.clock.now(), userId, present?.state ?? null, body.intro ?? ''],
      );
    });
    return this.overview(userId);
  }

  /**
   * An operator's decision. What stands so already changes nothing.
   * @param distributor as it stands, locked
   * @param reason shown to the distributor; null for an approval
   * @param version what the operator saw, when they say so
   * @returns whether anything changed
   * @throws Refusal `version.conflict`, `state.conflict`
   */
  async decide(
    tx: EntityManager,
    distributor: LockedDistributor & { version: number },
    decision: DistributorDecision,
    by: { operatorId: string; reason: string | null; version?: number },
  ): Promise<boolean> {
    const move = decideDistributor(distributor.state, decision);
    if (!move.ok) throw new Refusal('state.conflict', { rule: `${decision}From.${distributor.state}` });
    if (move.to === null) return false;
    if (by.version !== undefined && by.version !== distributor.version) {
      throw new Refusal('version.conflict', { version: distributor.version });
    }
    await tx.query(
      `with noted as (
         insert into distributor_event (distributor_id, at, actor, from_state, to_state, reason)
         values ($1, $4, $5, $2, $3, coalesce($6, ''))
       )
       update distributor set state = $3, reason = $6, decided_at = $4, version = version + 1 where id = $1`,
      [distributor.id, distributor.state, move.to, this.clock.now(), by.operatorId, by.reason],
    );
    return true;
  }

  /**
   * Gives a distributor a rate of their own for the orders placed from now on, or takes it.
   * @param distributor as it stands, locked
   * @param version what the operator saw
   * @returns whether anything changed
   * @throws Refusal `version.conflict`
   */
  async setRate(
    tx: EntityManager,
    distributor: { id: string; rateBp: number | null; version: number },
    rateBp: number | null,
    version: number,
  ): Promise<boolean> {
    if (version !== distributor.version) {
      throw new Refusal('version.conflict', { version: distributor.version });
    }
    if (rateBp === distributor.rateBp) return false;
    await tx.query('update distributor set rate_bp = $2, version = version + 1 where id = $1', [
      distributor.id,
      rateBp,
    ]);
    return true;
  }
}
