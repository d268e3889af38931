-- Runs that should move and have neither a holder nor a job that will move them: something lost it.
select
  r.id,
  r.latency,
  r.status
from run r
-- a run that was queued only a moment ago is not listed yet, and not missed
where r.environment in (select key from environment)
  and r.listed_as in ('queued', 'running', 'waiting', 'parked')
  and r.lease_owner is null
  -- it waits for its turn, or for a connection: whoever lets it go on gives it a job
  and not exists (select 1 from parking p where p.run_id = r.id)
  and r.updated_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
  and (
    r.status in ('queued', 'running', 'parked')
    or r.wake_requested
    or exists (
      select 1
      from step_row s
      where s.run_id = r.id
        and s.status = 'waiting'
        and (s.waiting_for ->> 'until')::timestamptz < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
    )
    or exists (
      select 1
      from resume u
      where u.run_id = r.id
        and u.consumed_at is null
        and u.withdrawn_at is null
        and u.effective_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
    )
  )
  and not exists (
    select 1
    from graphile_worker._private_jobs j
    where j.key = 'run:' || r.id
      and j.run_at < clock_timestamp() + interval '1 minute'
      and (j.is_available or exists (select 1 from worker w where j.locked_by = any (w.worker_ids)))
  )
  -- nor one that it shares with runs that arrived together with it
  and r.id not in (
    select e.id::uuid
    from graphile_worker._private_jobs j
    cross join json_array_elements_text(j.payload -> 'runIds') as e (id)
    where j.key is null
      and j.payload -> 'runIds' is not null
      and (j.is_available or exists (select 1 from worker w where j.locked_by = any (w.worker_ids)))
  )
order by r.id
limit 1000
