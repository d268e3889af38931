-- Other settings: what stands in Odoo is taken note of anew. $1 trigger, $2 sweeper, $3 spec, $4 place, $5 what was written before is no news, $6 our clock then
update odoo_watch
set
  spec = $3,
  place = $4,
  generation = generation + 1,
  baseline_id = 0,
  began = $5,
  mark = $5,
  anchor_at = $6,
  cursor_id = null,
  cursor_began_at = null,
  reconcile_at = null,
  webhook = null,
  webhook_detail = null
where registration_id = $1
  and held_by = $2
returning generation
