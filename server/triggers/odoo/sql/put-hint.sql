-- A record is to be looked at; one that waits already is looked at once, not before $4. $1 trigger, $2 records, $3 who says so, $4 ms from now
insert into odoo_hint (registration_id, record_id, source, due_at)
select $1, record_id, $3, now() + $4 * interval '1 millisecond'
from unnest($2::integer[]) as record_id
join odoo_watch w on w.registration_id = $1
on conflict (registration_id, record_id) do update
set
  told_at = clock_timestamp(),
  source = case when odoo_hint.source = 'webhook' then 'webhook' else excluded.source end,
  due_at = case when excluded.source = 'webhook' then least(odoo_hint.due_at, excluded.due_at) else excluded.due_at end
