-- They have been looked at, unless somebody named them again meanwhile: those are looked at once more, at once.
with given as (
  select *
  from jsonb_to_recordset($2::jsonb) as g (record_id integer, told_at timestamptz)
),
gone as (
  delete from odoo_hint h
  using given g
  where h.registration_id = $1
    and h.record_id = g.record_id
    and h.told_at = g.told_at
)
update odoo_hint h
set due_at = now()
from given g
where h.registration_id = $1
  and h.record_id = g.record_id
  and h.told_at <> g.told_at
