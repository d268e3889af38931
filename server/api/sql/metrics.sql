-- Runs that are not finished, by status, and jobs of the queue: both are few, whatever the history holds.
select 'throughline_open_runs' as name, s.status as label, count(r.status)::integer as value
from (values ('queued'), ('running'), ('waiting'), ('parked')) as s (status)
left join (
  select l.listed_as as status
  from run l
  where l.environment in (select key from environment)
    and l.listed_as in ('queued', 'running', 'waiting', 'parked')
  union all
  select n.status
  from run n
  where n.id >= queued_since()
    and n.listed_as is null
    and n.status = 'queued'
) r on r.status = s.status
group by s.status
union all
select 'throughline_jobs', case when locked_at is null then 'waiting' else 'locked' end, count(*)::integer
from graphile_worker._private_jobs
group by 2
