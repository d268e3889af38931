-- Runs that are not finished, by status, and jobs of the queue: both are few, whatever the history holds.
select 'throughline_open_runs' as name, s.status as label, count(r.id)::integer as value
from (values ('queued'), ('running'), ('waiting'), ('parked')) as s (status)
left join run r on r.status = s.status
group by s.status
union all
select 'throughline_jobs', case when locked_at is null then 'waiting' else 'locked' end, count(*)::integer
from graphile_worker._private_jobs
group by 2
