-- Odoo triggers that listen and are not known yet begin now; one whose deployment is another, or is gone, is looked at at once.
with added as (
  insert into odoo_watch (registration_id, planned)
  select r.id, r.version_id::text
  from registration r
  where r.type = 'trigger.odoo'
    and r.active
  on conflict do nothing
)
update odoo_watch w
set
  planned = case when r.active and r.type = 'trigger.odoo' then r.version_id::text else 'gone' end,
  -- who had no rights for the rules may have them now
  webhook = case when w.webhook = 'made' then w.webhook end,
  next_at = now()
from registration r
where r.id = w.registration_id
  and w.planned is distinct from case when r.active and r.type = 'trigger.odoo' then r.version_id::text else 'gone' end
