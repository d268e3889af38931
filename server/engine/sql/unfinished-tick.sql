-- The run of an earlier tick that has not ended.
select r.id
from run r
where r.flow_id = $1
  and r.environment = $2
  and r.trigger_step = $3
  and r.listed_as in ('queued', 'running', 'waiting', 'parked')
  and r.replay_of is null
  and r.chunk is null
union all
select r.id
from run r
where r.flow_id = $1
  and r.environment = $2
  and r.trigger_step = $3
  and r.id >= queued_since()
  and r.listed_as is null
  and r.status = 'queued'
  and r.replay_of is null
  and r.chunk is null
limit 1
