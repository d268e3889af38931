-- The step runs of one run in the order of recording.
select
  s.seq,
  s.step_id,
  s.visit,
  s.item,
  s.status,
  s.port,
  s.how,
  s.attempts,
  s.output,
  s.request,
  s.response,
  s.failure,
  s.waiting_for,
  s.started_at,
  s.finished_at
from step_run s
where s.run_id = $1
order by s.seq
