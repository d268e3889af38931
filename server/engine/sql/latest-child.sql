-- The latest life of what a sub-flow step started: its first run, or the newest replay of it.
select r.id, r.status, r.failure, r.parent_run
from run first
join run r on (r.id = first.id or (r.correlation_id = first.correlation_id and r.correlation_id <> r.id::text))
  and r.flow_id = first.flow_id
  and r.environment = first.environment
  and r.origin = first.origin
  and r.chunk is null
where first.id = $1
order by r.id desc
limit 1
