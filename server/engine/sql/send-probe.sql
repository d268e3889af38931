-- The run that has been parked longest asks whether the other system is back: one worker sends it, and only one run.
with first as (
  select p.run_id
  from parking p
  join run r on r.id = p.run_id
  where p.lane = $3
    and p.reason = 'breaker'
    and r.finished_at is null
  order by p.run_id
  limit 1
),
sent as (
  update breaker b
  set
    state = 'half-open',
    probe_run = first.run_id,
    probe_at = clock_timestamp() + $4::double precision * interval '1 millisecond',
    updated_at = clock_timestamp()
  from first
  where b.environment = $1
    and b.connection = $2
    and b.state in ('open', 'half-open')
    and b.probe_at <= clock_timestamp()
  returning b.probe_run
),
unparked as (
  delete from parking p
  using sent s
  where p.lane = $3
    and p.run_id = s.probe_run
)
select probe_run as run_id
from sent
