-- Rows that a replaced key leaves behind when its worker died before completing it.
delete from graphile_worker._private_jobs j
where j.key is null
  and j.locked_at is null
  and j.attempts >= j.max_attempts
  and j.task_id in (select t.id from graphile_worker._private_tasks t where t.identifier = any ($1::text[]))
