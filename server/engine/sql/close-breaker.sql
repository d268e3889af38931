-- Everybody who was parked has gone on.
update breaker b
set
  state = 'closed',
  trips = 0,
  opened_at = null,
  reason = null,
  updated_at = clock_timestamp()
where b.environment = $1
  and b.connection = $2
  and b.state = 'ramping'
  and not exists (
    select 1
    from parking p
    join run r on r.id = p.run_id
    where p.lane = $3
      and p.reason = 'breaker'
      and r.finished_at is null
  )
returning b.state
