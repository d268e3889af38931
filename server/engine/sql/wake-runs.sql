-- Marks runs so that their holder, or whoever claims them next, looks again.
with held as (
  select r.id
  from run r
  where r.id = any ($1::uuid[])
  order by r.id
  for no key update
)
update run r
set wake_requested = true
from held h
where r.id = h.id
  and r.id = any ($1::uuid[])
  and r.status in ('queued', 'running', 'waiting', 'parked')
returning r.id, r.latency
