-- Locks what these people have and owe, in the order of the account ids. Accounts that nothing has moved yet are made:
-- else two who find none would not wait for each other, and one gives what the other takes.
create or replace function lock_balances(p_users uuid[]) returns void language plpgsql as $$
begin
  insert into ledger_account (id, kind, user_id)
  select distinct a.kind || ':' || u.id, a.kind, u.id
  from unnest(p_users) u (id), (values ('available'), ('debt')) a (kind)
  order by 1 on conflict (id) do nothing;
  perform 1 from ledger_account where user_id = any (p_users) order by id for update;
end $$;
