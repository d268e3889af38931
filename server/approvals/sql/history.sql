-- What the run has recorded so far, with the run itself: where a dry run of the rest starts.
select
  s.step_id,
  s.visit,
  s.status,
  s.port,
  s.output,
  s.failure
from step_run s
where s.run_id = $1
  and s.item = ''
order by s.seq
