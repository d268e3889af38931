-- Records that are to be looked at now; others leave them alone for a while. $1 how long, ms; $2 at most
with due as (
  select registration_id, record_id
  from odoo_hint
  where due_at <= now()
  order by due_at
  limit $2
  for update skip locked
)
update odoo_hint h
set due_at = now() + $1 * interval '1 millisecond'
from due
where h.registration_id = due.registration_id
  and h.record_id = due.record_id
returning h.registration_id, h.record_id, h.source, h.told_at::text as told_at, (extract(epoch from now() - h.first_at) * 1000)::integer as age_ms
