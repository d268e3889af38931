-- The sweeper is done, or failed. $1 trigger, $2 sweeper, $3 ms until the next look, $4 ms until ids are compared again (null: as it was), $5 failures, $6 failure
update odoo_watch
set
  held_by = null,
  held_until = null,
  next_at = now() + $3 * interval '1 millisecond',
  reconcile_at = coalesce(now() + $4 * interval '1 millisecond', reconcile_at),
  failures = $5,
  failure = $6
where registration_id = $1
  and held_by = $2
