update odoo_watch
set
  webhook = $3,
  webhook_detail = $4
where registration_id = $1
  and held_by = $2
