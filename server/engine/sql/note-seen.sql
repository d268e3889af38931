update expectation
set seen = greatest(seen, $5::bigint)
where run_id = $1
  and step_id = $2
  and visit = $3
  and item = $4
