-- Runs that should move and have neither a holder nor a job that is about to come: something lost them.
select
  r.id,
  r.latency,
  r.status
from run r
where r.status in ('queued', 'running', 'waiting')
  and r.lease_owner is null
  and r.updated_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
  and (r.status in ('queued', 'running') or r.wake_requested)
  and not exists (
    select 1
    from graphile_worker._private_jobs j
    where j.key = 'run:' || r.id
      and j.is_available
      and j.run_at < clock_timestamp() + interval '1 minute'
  )
order by r.id
limit 1000
