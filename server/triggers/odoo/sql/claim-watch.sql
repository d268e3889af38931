-- The trigger that has waited longest, for one sweeper alone. $1 the sweeper, $2 how long it is believed, ms
with due as (
  select registration_id
  from odoo_watch
  where next_at <= now()
    and (held_until is null or held_until < now())
  order by next_at
  limit 1
  for update skip locked
)
update odoo_watch w
set
  held_by = $1,
  held_until = now() + $2 * interval '1 millisecond'
from due, registration r
where w.registration_id = due.registration_id
  and r.id = w.registration_id
returning
  w.registration_id, w.spec, w.place, w.generation, w.baseline_id, w.began, w.mark, w.anchor_at, w.cursor_id, w.cursor_began_at, w.webhook, w.failures,
  coalesce(w.reconcile_at <= now(), true) as wants_ids,
  r.environment, r.flow_id, r.step_id, r.type, r.token, r.topic, r.version_id,
  (r.active and r.type = 'trigger.odoo') as is_active,
  now() as at
