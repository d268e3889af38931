-- It listens no more: what it knew is forgotten, so that a later deployment does not catch up with the time in between.
delete from odoo_watch w
using registration r
where w.registration_id = $1
  and w.held_by = $2
  and r.id = w.registration_id
  and not (r.active and r.type = 'trigger.odoo')
