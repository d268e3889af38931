-- Questions that the run does not ask any more.
with closed as (
  update approval a
  set
    state = 'cancelled',
    closed_at = $2
  from json_to_recordset($1::json) as c (run_id uuid, step_id text, visit integer)
  where a.run_id = c.run_id
    and a.step_id = c.step_id
    and a.visit = c.visit
    and a.state in ('open', 'decided')
  returning a.id, a.environment, a.run_id
)
select count(pg_notify($3, json_build_object('kind', 'approval', 'id', id, 'environment', environment, 'runId', run_id)::text))
from closed
