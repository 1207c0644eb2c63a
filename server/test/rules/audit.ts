import type { Rule } from './rule.js';

/** An event and its entry are written in one transaction, which reads the clock more than once. */
const AT_ONCE = `a.at between e.at - interval '10 seconds' and e.at + interval '10 seconds'`;

/** Moves of one kind that operators make, and the entry that each of them leaves. */
interface Moves {
  /** The table of their events, read as `e`. */
  events: string;
  /** What the entry is found by. */
  joins?: string;
  /** Only these of them. */
  only?: string;
  /** How the event names who did it. */
  by: 'operator id' | 'the word operator';
  /** What the entry stands below, and its action, by which it is found. */
  subject: string;
  action: string;
  /** What else the entry `a` tells. */
  tells?: string;
}

const MOVES: readonly Moves[] = [
  {
    events: 'campaign_event',
    by: 'operator id',
    subject: 'e.campaign_id',
    action: `case when e.from_state is null then 'campaign.create'
      when e.from_state = 'draft' then 'campaign.publish' when e.to_state = 'paused' then 'campaign.pause'
      when e.to_state = 'ended' then 'campaign.end' else 'campaign.resume' end`,
  },
  {
    events: 'distributor_event',
    by: 'operator id',
    subject: 'e.distributor_id',
    action: `case e.to_state when 'approved' then 'distributor.approve'
      when 'rejected' then 'distributor.reject' else 'distributor.suspend' end`,
  },
  {
    events: 'group_event',
    by: 'operator id',
    subject: 'e.group_id',
    action: `case e.reason when 'dissolved' then 'group.dissolve' when 'completed' then 'group.complete'
      else 'group.extend' end`,
  },
  {
    events: 'approval_event',
    joins: 'join approval v on v.id = e.approval_id',
    by: 'operator id',
    subject: 'v.subject_id',
    action: `v.kind || case e.to_state when 'pending' then '.ask' when 'approved' then '.approve'
      when 'rejected' then '.reject' else '.withdraw' end`,
    tells: `a.after->>'id' = v.id::text`,
  },
  {
    events: 'payout_run_event',
    by: 'operator id',
    subject: 'e.payout_run_id',
    action: `case e.to_state when 'draft' then 'payout_run.create' when 'approved' then 'payout_run.approve'
      else 'payout_run.cancel' end`,
  },
  {
    events: 'withdrawal_event',
    joins: 'join withdrawal w on w.id = e.withdrawal_id',
    by: 'operator id',
    subject: `case e.to_state when 'approved' then w.payout_run_id else w.id end`,
    action: `case e.to_state when 'approved' then 'payout_run.approve' else 'withdrawal.reject' end`,
  },
  {
    events: 'after_sale_event',
    joins: 'join after_sale s on s.id = e.after_sale_id',
    by: 'the word operator',
    subject: `case e.to_state when 'done' then s.refund_id else s.id end`,
    action: `case e.to_state when 'done' then 'refund.settle.approve' when 'rejected' then 'after_sale.reject'
      when 'returned' then 'after_sale.receive' else 'after_sale.approve' end`,
  },
  {
    events: 'refund_event',
    joins: `join refund f on f.id = e.refund_id join shop_order o on o.id = f.order_id
      left join after_sale s on s.refund_id = f.id`,
    by: 'the word operator',
    subject: `case when e.from_state is not null then f.id when s.id is not null then s.id
      when f.reason = 'operator_refund' then o.id else o.group_id end`,
    action: `case when e.to_state = 'succeeded' then 'refund.settle.approve'
      when e.from_state is not null then 'refund.retry' when s.id is not null then 'after_sale.approve'
      when f.reason = 'operator_refund' then 'order.refund.approve' else 'group.dissolve' end`,
    tells: `coalesce(a.after->'outcome'->>'refundId', f.id::text) = f.id::text`,
  },
  {
    events: 'order_event',
    only: `e.event = 'shipped'`,
    by: 'the word operator',
    subject: 'e.order_id',
    action: `'order.ship'`,
  },
];

const unwritten = MOVES.map(({ events, joins = '', only = 'true', by, subject, action, tells = 'true' }) => {
  const named = by === 'operator id';
  return `select '${events}' as events, e.id::text from ${events} e ${joins}
      ${named ? 'join operator p on p.id::text = e.actor' : ''}
    where ${only} and ${named ? 'true' : `e.actor = 'operator'`} and not exists (
      select 1 from audit_entry a where a.subject_id = (${subject})::text and a.action = ${action}
        and ${named ? 'a.operator_id = p.id' : 'true'} and ${tells} and ${AT_ONCE})`;
});

/** Every move that operators make can be looked up, with who made it. */
export const audited: Rule = {
  number: 13,
  never: 'something an operator did without an entry in the audit trail',
  sql: unwritten.join('\nunion all\n'),
};
