-- The sweeper goes on. $1 trigger, $2 sweeper, $3 how long it is believed, ms; then where it stands
update odoo_watch
set
  held_until = now() + $3 * interval '1 millisecond',
  baseline_id = $4,
  cursor_id = $5,
  cursor_began_at = $6
where registration_id = $1
  and held_by = $2
returning registration_id
