import { Injectable } from '@nestjs/common';
import { type CreatePayoutRunBody, PAYOUT_RUN_MAX, type PayoutRunsQuery } from '@tuanlink/shared/dto';
import { sumFen } from '@tuanlink/shared/money';
import type { Page } from '@tuanlink/shared/paging';
import type {
  ConsoleWithdrawalReply,
  PayoutCandidateReply,
  PayoutPreviewReply,
  PayoutRunReply,
  WithdrawalRulesReply,
} from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { decidePayoutRun, type PayoutRunDecision } from '../../domains/withdrawals/payout-run.rules.js';
import { payoutExceptionsOf } from '../../domains/withdrawals/withdrawal.rules.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';

/** A withdrawal of the SQL function `payout_candidates`. */
type CandidateRow = ConsoleWithdrawalReply & { realNameKnown: boolean };

/** What the SQL function `lock_payout_run` answers. */
interface LockedRun {
  run: PayoutRunReply;
  rules: WithdrawalRulesReply;
  candidates: CandidateRow[];
}

/** Withdrawals are paid out in runs: one operator makes a draft, another one approves it as a whole. */
@Injectable()
export class PayoutRunFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: AuditTrail,
  ) {}

  /** What a new run would hold, and what could not be in it. */
  async preview(): Promise<PayoutPreviewReply> {
    const candidates = await this.candidates(this.db.manager, null);
    const fine = candidates.filter(({ exceptions }) => exceptions.length === 0);
    const sum = (field: 'amountFen' | 'taxFen' | 'netFen') => sumFen(fine.map((each) => each[field]));
    const [requested] = await this.db.query<{ count: number }>(
      "select count(*)::int as count from withdrawal where state = 'requested'",
    );
    return {
      count: fine.length,
      amountFen: sum('amountFen'),
      taxFen: sum('taxFen'),
      netFen: sum('netFen'),
      candidates,
      moreCount: Math.max(0, (requested?.count ?? 0) - candidates.length),
    };
  }

  /**
   * Makes a draft, of the withdrawals named or of all that can be paid out.
   * @throws Refusal `not_found`, `state.conflict` when one named is not requested any more,
   *   `payout.exceptions` when one named cannot be paid out, `payout.empty`
   */
  create(operator: Author, { withdrawalIds }: CreatePayoutRunBody): Promise<PayoutRunReply> {
    const named = withdrawalIds === undefined ? null : [...new Set(withdrawalIds.map(lower))];
    return this.db.tx(async (tx) => {
      const candidates = await this.candidates(tx, named);
      if (named !== null) requireAll(named, candidates);
      const fine = candidates.filter(({ exceptions }) => exceptions.length === 0);
      if (fine.length === 0) throw new Refusal('payout.empty');
      const id = this.ids.uuid();
      const ids = fine.map((each) => each.id);
      const { id: by, name } = operator;
      const count = await callIn<number>(tx, 'make_payout_run', [id, ids, by, name, this.clock.now()]);
      // Somebody else was faster with one of them.
      if (count < (named?.length ?? 1)) throw new Refusal('version.conflict');
      const run = await this.get(id, tx);
      await this.audit.record(tx, operator, 'payout_run.create', 'payout_run', id, null, {
        ...run,
        withdrawalIds: ids,
      });
      return run;
    });
  }

  /**
   * Lets all withdrawals of a draft be sent.
   * @param amountFen the sum of the run as the operator typed it
   * @throws Refusal `not_found`, `approval.same_person`, `state.conflict`, `payout.amount_changed`,
   *   `payout.empty`, `payout.exceptions`
   */
  approve(operator: Author, id: string, amountFen: number): Promise<PayoutRunReply> {
    return this.decide(operator, id, 'approve', (locked) => checkApproval(locked, amountFen));
  }

  /** Lets the withdrawals of a draft wait for another run. @throws Refusal `not_found`, `state.conflict` */
  cancel(operator: Author, id: string): Promise<PayoutRunReply> {
    return this.decide(operator, id, 'cancel', () => undefined);
  }

  /** @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<PayoutRunReply> {
    const rows: { item: PayoutRunReply }[] = await tx.query(
      'select payout_run_json(r) as item from payout_run r where r.id = $1',
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Whether there is such a run. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from payout_run where id = $1', [id])).length > 0;
  }

  /** Those made last first. */
  async list(query: PayoutRunsQuery): Promise<Page<PayoutRunReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<PayoutRunReply>>(
      `select payout_run_json(r) as item, ${keysOf('r.made_at', 'r.id')} as keys from payout_run r
       where ($1::text is null or r.state = $1) and ${after('r.made_at', 'r.id', '$2', '$3')}
       order by r.made_at desc, r.id desc limit $4`,
      [query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  private decide(
    operator: Author,
    id: string,
    decision: PayoutRunDecision,
    check: (locked: LockedRun) => void,
  ): Promise<PayoutRunReply> {
    return this.db.tx(async (tx) => {
      const locked = await callIn<LockedRun | null>(tx, 'lock_payout_run', [id]);
      if (locked === null) throw new Refusal('not_found');
      const { run, candidates } = locked;
      const to = decidePayoutRun({ state: run.state, madeBy: run.madeBy.id }, decision, operator.id);
      if (to === null) return run;
      check(locked);
      await callIn(tx, 'decide_payout_run', [id, to, operator.id, operator.name, this.clock.now()]);
      const decided = await this.get(id, tx);
      const before = { ...run, withdrawalIds: candidates.map((each) => each.id) };
      await this.audit.record(tx, operator, `payout_run.${decision}`, 'payout_run', id, before, decided);
      return decided;
    });
  }

  private async candidates(tx: EntityManager, ids: string[] | null): Promise<PayoutCandidateReply[]> {
    const [row] = (await tx.query(
      'select payout_candidates(null, $1::uuid[], $2) as rows, withdrawal_rule_json() as rules',
      [ids, PAYOUT_RUN_MAX],
    )) as { rows: CandidateRow[]; rules: WithdrawalRulesReply }[];
    if (row === undefined) throw new Error('a statement without a table has one row');
    return row.rows.map((each) => judge(each, row.rules, each.runId !== null));
  }
}

const lower = (id: string) => id.toLowerCase();

function judge(
  { realNameKnown, ...withdrawal }: CandidateRow,
  rules: WithdrawalRulesReply,
  inAnotherRun: boolean,
): PayoutCandidateReply {
  const { amountFen, distributor } = withdrawal;
  const facts = { amountFen, distributorState: distributor.state, realNameKnown, inAnotherRun };
  return { ...withdrawal, exceptions: payoutExceptionsOf(facts, rules) };
}

const exceptionsIn = (candidates: readonly PayoutCandidateReply[]) =>
  candidates.flatMap(({ id, exceptions }) =>
    exceptions.length === 0 ? [] : [{ withdrawalId: id, exceptions }],
  );

/** @throws Refusal when one of those named is not there, not requested any more, or cannot be paid out */
function requireAll(named: readonly string[], candidates: readonly PayoutCandidateReply[]): void {
  if (candidates.length < named.length) throw new Refusal('not_found', { subject: 'withdrawal' });
  const gone = candidates.find(({ state }) => state !== 'requested');
  if (gone !== undefined) throw new Refusal('state.conflict', { withdrawalId: gone.id, state: gone.state });
  const items = exceptionsIn(candidates);
  if (items.length > 0) throw new Refusal('payout.exceptions', { items });
}

/** @throws Refusal when the draft is not what the operator saw, or holds what cannot be paid out now */
function checkApproval({ run, rules, candidates }: LockedRun, amountFen: number): void {
  if (run.count === 0) throw new Refusal('payout.empty');
  if (run.amountFen !== amountFen) {
    throw new Refusal('payout.amount_changed', { amountFen: run.amountFen, count: run.count });
  }
  const items = exceptionsIn(candidates.map((each) => judge(each, rules, false)));
  if (items.length > 0) throw new Refusal('payout.exceptions', { items });
}
