update resume
set withdrawn_at = clock_timestamp()
where run_id = $1
  and step_id = $2
  and visit = $3
  and ($4::uuid is null or id = $4)
  and consumed_at is null
  and withdrawn_at is null
returning id
