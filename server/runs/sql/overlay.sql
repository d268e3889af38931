-- Where runs of a flow stand that have not ended, or have failed: per step, status and version. Each status is read from its own end of
-- run_listed_idx, newest first, down to the beginning of the time or the cap; a run's step is the last one that is not done.
select
  s.step_id as step,
  r.status,
  r.version_number as version,
  count(*)::integer as count
from unnest(array['queued', 'running', 'waiting', 'parked', 'failed']) as wanted (status)
cross join lateral (
  select
    run.id,
    run.status,
    run.version_number
  from run
  where run.environment = $1
    and run.listed_as = wanted.status
    and run.id >= uuid7_floor($3)
    and run.flow_id = (select f.id from flow f where f.key = $2)
    and run.chunk is null
  order by run.id desc
  limit $4
) r
cross join lateral (
  select sr.step_id
  from step_run sr
  where sr.run_id = r.id
    and sr.status in ('running', 'waiting', 'failed')
  order by sr.seq desc
  limit 1
) s
group by s.step_id, r.status, r.version_number
