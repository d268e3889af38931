-- The newest failed runs that no later replay has set right.
select r.id
from run r
where r.environment = $1
  and r.chunk is null
  and r.listed_as = 'failed'
  and not exists (
    select 1
    from run again
    where again.replay_of = r.id
      and again.chunk is null
      and again.status in ('succeeded', 'queued', 'running', 'waiting', 'parked')
  )
order by r.id desc
limit 8
