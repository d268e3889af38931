-- Breakers that are not closed, and those whose window holds failures.
select
  b.environment,
  b.connection,
  b.state,
  b.state in ('open', 'half-open') and b.probe_at <= clock_timestamp() as probe_due,
  b.state = 'ramping' and b.release_at <= clock_timestamp() as release_due
from breaker b
where b.state <> 'closed'
  or (b.failed + b.failed_before > 0 and b.half_at > clock_timestamp() - $1::double precision * interval '2 seconds')
