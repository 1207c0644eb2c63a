import { Injectable } from '@nestjs/common';
import type { ExtendGroupBody } from '@tuanlink/shared/dto';
import type { ConsoleGroupDetailReply } from '@tuanlink/shared/replies';
import type { GroupState } from '@tuanlink/shared/states';
import { SECOND_MS } from '@tuanlink/shared/time';
import { readMoment } from '../../domains/group-buying/campaign.rules.js';
import {
  decideComplete,
  decideDissolve,
  decideExtend,
  type GroupDecision,
  type GroupFacts,
} from '../../domains/group-buying/group.rules.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { invalidField } from '../../infra/invalid-field.js';
import { Refusal } from '../../infra/refusal.js';
import { type Holder, OpenPayments } from '../group-close/open-payments.js';
import { ConsoleGroupViews } from '../views/console-groups.views.js';

/** What one of the SQL functions answers. */
interface Written {
  /** False: the state no longer allowed it, nothing was written. */
  done: boolean;
  state: string;
  before?: object;
  after?: object;
}

/** Which SQL function writes a decision, and how the audit trail calls it. */
type Decision = 'dissolve' | 'complete' | 'extend';

/** An end that operators may bring about, and the state it leads to. */
interface Ending {
  decision: Decision;
  wanted: GroupState;
  decide: (group: GroupFacts) => GroupDecision;
}

/** How long an operator waits for WeChat to close payments; the rest is closed after the decision. */
const CLOSING_MS = 10 * SECOND_MS;

/**
 * Operators decide about a group: dissolve it, complete a guaranteed one before its deadline, give it more
 * time. Each is done once, leaves an audit entry, and its reason is told to the members.
 */
@Injectable()
export class GroupDecisionFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly payments: OpenPayments,
    private readonly views: ConsoleGroupViews,
    private readonly audit: AuditTrail,
  ) {}

  /** Everybody gets their money back. @throws Refusal `not_found`, `state.conflict` */
  dissolve(operator: Author, id: string, reason: string): Promise<ConsoleGroupDetailReply> {
    return this.end(operator, id, { decision: 'dissolve', wanted: 'failed', decide: decideDissolve }, reason);
  }

  /**
   * A guaranteed group succeeds with whoever has paid.
   * @throws Refusal `not_found`, `group.not_guaranteed`, `state.conflict`
   */
  complete(operator: Author, id: string, reason: string): Promise<ConsoleGroupDetailReply> {
    return this.end(
      operator,
      id,
      { decision: 'complete', wanted: 'succeeded', decide: decideComplete },
      reason,
    );
  }

  /**
   * A forming group gets a later deadline.
   * @throws Refusal `not_found`, `state.conflict` also when its deadline has passed, `request.invalid` beyond
   *   the latest deadline it may have
   */
  async extend(
    operator: Author,
    id: string,
    { closesAt: text, reason }: ExtendGroupBody,
  ): Promise<ConsoleGroupDetailReply> {
    const closesAt = readMoment(text);
    if (closesAt === null) throw invalidField('closesAt', 'moment');
    const { holders: _holders, ...group } = await this.facts(id);
    if (!allowed(decideExtend(group, closesAt, this.clock.now()))) return this.views.get(id);
    const args = [id, closesAt, operator.id, reason, this.clock.now()];
    return this.write(operator, id, 'extend', args, null, reason);
  }

  /** A group comes to its end before its deadline: what is still unpaid is closed at WeChat first. */
  private async end(
    operator: Author,
    id: string,
    { decision, wanted, decide }: Ending,
    reason: string,
  ): Promise<ConsoleGroupDetailReply> {
    const { holders, ...group } = await this.facts(id);
    if (!allowed(decide(group))) return this.views.get(id);
    const { closed } = await this.payments.closeAll(holders, CLOSING_MS);
    const args = [id, closed, operator.id, reason, this.clock.now()];
    return this.write(operator, id, decision, args, wanted, reason);
  }

  private async facts(id: string): Promise<GroupFacts & { holders: Holder[] }> {
    type Stored = Omit<GroupFacts, 'openedAt' | 'closesAt'> & {
      openedAt: string | null;
      closesAt: string | null;
      holders: Holder[];
    };
    const stored = await this.db.call<Stored | null>('group_decision_facts', [id]);
    if (stored === null) throw new Refusal('not_found');
    const moment = (text: string | null) => (text === null ? null : new Date(text));
    return { ...stored, openedAt: moment(stored.openedAt), closesAt: moment(stored.closesAt) };
  }

  /**
   * Writes a decision under the group's lock. Where the group came to the wanted end meanwhile, by its last
   * payment or its deadline, that end is answered; any other end is a conflict.
   */
  private async write(
    operator: Author,
    id: string,
    decision: Decision,
    args: readonly unknown[],
    wanted: string | null,
    reason: string,
  ): Promise<ConsoleGroupDetailReply> {
    return this.db.tx(async (tx) => {
      const written = await callIn<Written>(tx, `${decision}_group`, args);
      const { done, before, after, ...now } = written;
      if (!done && now.state !== wanted) throw new Refusal('state.conflict', now);
      if (done) {
        const noted = { ...after, reason };
        await this.audit.record(tx, operator, `group.${decision}`, 'group', id, before, noted);
      }
      return this.views.get(id, tx);
    });
  }
}

/** Whether something is left to do. @throws Refusal what the rules refuse */
function allowed(decision: GroupDecision): boolean {
  if (!decision.ok) throw new Refusal(decision.code, decision.detail);
  return decision.changes;
}
