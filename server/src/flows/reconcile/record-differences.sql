-- Writes down what a comparison of a day found. p_found: [{kind, subject, facts}], each kind and subject once.
-- What stays keeps its row; what is gone is resolved by itself; what a person resolved stays so while its facts
-- are those that the person saw. p_subject: only this one was looked at. p_complete = false: more was found than
-- is listed, so that nothing counts as gone.
create or replace function record_differences(p_day date, p_subject text, p_found jsonb, p_complete boolean,
  p_now timestamptz) returns void language plpgsql as $$
begin
  perform 1 from reconciliation_day where day = p_day for update;

  with found as (
    select f.value->>'kind' as kind, f.value->>'subject' as subject, f.value->'facts' as facts
    from jsonb_array_elements(p_found) f
  ), before as (
    select d.id, d.kind, d.subject, d.state from reconciliation_difference d
    join found f on f.kind = d.kind and f.subject = d.subject where d.day = p_day
  ), written as (
    insert into reconciliation_difference as d (id, day, kind, subject, facts, state, first_seen_at, last_seen_at)
    select cause_id('difference:' || p_day || ':' || f.kind || ':' || f.subject), p_day, f.kind, f.subject, f.facts,
      'open', p_now, p_now
    from found f
    on conflict (day, kind, subject) do update set facts = excluded.facts, last_seen_at = p_now,
      state = case when d.resolved_by is null or d.facts <> excluded.facts then 'open' else d.state end,
      resolved_at = case when d.resolved_by is null or d.facts <> excluded.facts then null else d.resolved_at end,
      note = case when d.resolved_by is null or d.facts <> excluded.facts then null else d.note end,
      resolved_by = case when d.facts <> excluded.facts then null else d.resolved_by end
    returning d.id, d.state
  )
  insert into reconciliation_difference_event (difference_id, at, actor, from_state, to_state, reason)
  select w.id, p_now, 'system', b.state, w.state, 'found'
  from written w left join before b on b.id = w.id
  where b.state is distinct from w.state;

  with gone as (
    update reconciliation_difference d set state = 'resolved', resolved_at = p_now
    where p_complete and d.day = p_day and d.state = 'open' and (p_subject is null or d.subject = p_subject)
      and not exists (select 1 from jsonb_array_elements(p_found) f
        where f.value->>'kind' = d.kind and f.value->>'subject' = d.subject)
    returning d.id
  )
  insert into reconciliation_difference_event (difference_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', 'open', 'resolved', 'vanished' from gone order by id;
end $$;
