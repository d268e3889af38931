-- A sweep is complete. $1 trigger, $2 sweeper, $3 mark, $4 our clock at its end
update odoo_watch
set
  mark = $3,
  anchor_at = $4,
  cursor_id = null,
  cursor_began_at = null,
  swept_at = now()
where registration_id = $1
  and held_by = $2
returning registration_id
