-- A run of the same origin that is still going on: a second one beside it could send the same effects at the same moment.
select r.id
from run r
where (r.id = $5 or (r.correlation_id = $1 and r.correlation_id <> r.id::text))
  and r.environment = $2
  and r.flow_id = $3
  and r.origin = $4
  and r.status in ('queued', 'running', 'waiting', 'parked')
limit 1
