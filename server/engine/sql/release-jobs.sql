-- Jobs locked by nobody who lives become available again. Young locks are left alone: their worker may only just be registering.
update graphile_worker._private_jobs j
set
  locked_at = null,
  locked_by = null
where j.locked_by is not null
  and j.locked_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
  and j.task_id in (select t.id from graphile_worker._private_tasks t where t.identifier = any ($2::text[]))
  and not exists (select 1 from worker w where j.locked_by = any (w.worker_ids))
returning j.id
