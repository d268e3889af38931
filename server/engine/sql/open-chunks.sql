-- Parts of a run's frame that have not ended.
select r.id
from run r
where r.parent_run = $1
  and r.parent_step = $2
  and r.chunk is not null
  and r.status in ('queued', 'running', 'waiting', 'parked')
order by r.id
