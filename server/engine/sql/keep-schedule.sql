update schedule
set version_id = $2, spec = $3, seen_at = $4, previous_at = $5, next_at = $6, waiting = $7
where registration_id = $1
