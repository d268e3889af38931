-- Jobs that advance runs. The largest number of attempts: fetching counts as one, and an unlock does not give it back.
select count(*)
from graphile_worker.add_jobs(
  array(
    select (j.task, json_build_object('runId', j.run_id), null, j.run_at, 32767, j.key, 0, null)::graphile_worker.job_spec
    from json_to_recordset($1::json) as j (task text, run_id uuid, key text, run_at timestamptz)
  )
)
