-- A trigger as it stands, for whoever looks at single records of it.
select
  w.registration_id, w.spec, w.place, w.generation, w.baseline_id, w.began, w.mark, w.anchor_at, w.cursor_id, w.cursor_began_at, w.webhook, w.failures,
  false as wants_ids,
  r.environment, r.flow_id, r.step_id, r.type, r.token, r.topic, r.version_id,
  (r.active and r.type = 'trigger.odoo') as is_active,
  now() as at
from odoo_watch w
join registration r on r.id = w.registration_id
where w.registration_id = $1
