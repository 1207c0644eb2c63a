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
  /** Where the event names who did it: these moves are the operators'. The entry is theirs too. */
  by: 'operator id' | 'the word operator';
  /** What makes an entry `a` the one of this move. */
  entry: string;
}

const MOVES: readonly Moves[] = [
  {
    events: 'campaign_event',
    by: 'operator id',
    entry: `a.subject_id = e.campaign_id::text and a.action = case
      when e.from_state is null then 'campaign.create' when e.from_state = 'draft' then 'campaign.publish'
      when e.to_state = 'paused' then 'campaign.pause' when e.to_state = 'ended' then 'campaign.end'
      else 'campaign.resume' end`,
  },
  {
    events: 'distributor_event',
    by: 'operator id',
    entry: `a.subject_id = e.distributor_id::text and a.action = case e.to_state
      when 'approved' then 'distributor.approve' when 'rejected' then 'distributor.reject'
      else 'distributor.suspend' end`,
  },
  {
    events: 'group_event',
    by: 'operator id',
    entry: `a.subject_id = e.group_id::text and a.action = case e.reason
      when 'dissolved' then 'group.dissolve' when 'completed' then 'group.complete' else 'group.extend' end`,
  },
  {
    events: 'approval_event',
    joins: 'join approval v on v.id = e.approval_id',
    by: 'operator id',
    entry: `a.subject_id = v.subject_id and a.after->>'id' = v.id::text and a.action = v.kind || case e.to_state
      when 'pending' then '.ask' when 'approved' then '.approve' when 'rejected' then '.reject'
      else '.withdraw' end`,
  },
  {
    events: 'payout_run_event',
    by: 'operator id',
    entry: `a.subject_id = e.payout_run_id::text and a.action = case e.to_state
      when 'draft' then 'payout_run.create' when 'approved' then 'payout_run.approve'
      else 'payout_run.cancel' end`,
  },
  {
    events: 'withdrawal_event',
    joins: 'join withdrawal w on w.id = e.withdrawal_id',
    by: 'operator id',
    entry: `case e.to_state when 'approved'
      then a.subject_id = w.payout_run_id::text and a.action = 'payout_run.approve'
      else a.subject_id = w.id::text and a.action = 'withdrawal.reject' end`,
  },
  {
    events: 'after_sale_event',
    joins: 'join after_sale s on s.id = e.after_sale_id',
    by: 'the word operator',
    entry: `case when e.to_state = 'done'
      then a.subject_id = s.refund_id::text and a.action = 'refund.settle.approve'
      else a.subject_id = s.id::text and a.action = case e.to_state when 'rejected' then 'after_sale.reject'
        when 'returned' then 'after_sale.receive' else 'after_sale.approve' end end`,
  },
  {
    events: 'refund_event',
    joins: `join refund f on f.id = e.refund_id join shop_order o on o.id = f.order_id
      left join after_sale s on s.refund_id = f.id`,
    by: 'the word operator',
    entry: `case when e.to_state = 'succeeded'
        then a.subject_id = f.id::text and a.action = 'refund.settle.approve'
      when e.from_state is not null then a.subject_id = f.id::text and a.action = 'refund.retry'
      when s.id is not null then a.subject_id = s.id::text and a.action = 'after_sale.approve'
      when f.reason = 'operator_refund'
        then a.subject_id = o.id::text and a.action = 'order.refund.approve'
          and a.after->'outcome'->>'refundId' = f.id::text
      else a.subject_id = o.group_id::text and a.action = 'group.dissolve' end`,
  },
  {
    events: 'order_event',
    only: `e.event = 'shipped'`,
    by: 'the word operator',
    entry: `a.subject_id = e.order_id::text and a.action = 'order.ship'`,
  },
];

const unwritten = MOVES.map(({ events, joins = '', only = 'true', by, entry }) => {
  const named = by === 'operator id';
  return `select '${events}' as events, e.id::text from ${events} e ${joins}
      ${named ? 'join operator p on p.id::text = e.actor' : ''}
    where ${named ? only : `e.actor = 'operator' and ${only}`} and not exists (
      select 1 from audit_entry a where ${named ? 'a.operator_id = p.id and ' : ''}${entry} and ${AT_ONCE})`;
});

/** Every move that operators make can be looked up, with who made it. */
export const audited: Rule = {
  number: 13,
  never: 'something an operator did without an entry in the audit trail',
  sql: unwritten.join('\nunion all\n'),
};
