-- Notes refused notices: one row for each address, fault and minute, however many there are. What is older than
-- p_keep goes when a new row comes. p = {kind, fault, status, count, remoteAddress, serial, bodyBytes, bodySha256}.
create or replace function record_notice_rejection(p jsonb, p_keep interval, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_id uuid := cause_id(concat_ws(':', 'notice-rejection', p->>'kind', p->>'fault', iso(date_trunc('minute', p_now))));
begin
  insert into notice_rejection (id, kind, fault, status, count, first_at, last_at, remote_address, serial, body_bytes,
    body_sha256)
  values (v_id, p->>'kind', p->>'fault', (p->>'status')::int, (p->>'count')::int, p_now, p_now, p->>'remoteAddress',
    p->>'serial', (p->>'bodyBytes')::int, p->>'bodySha256')
  on conflict (id) do nothing;
  if found then
    delete from notice_rejection where first_at < p_now - p_keep;
  else
    update notice_rejection set count = count + (p->>'count')::int, last_at = greatest(last_at, p_now) where id = v_id;
  end if;
end $$;
