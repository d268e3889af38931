-- What the items of some parts gave.
select s.run_id, s.output -> 'results' as results
from step_run s
where s.run_id = any ($1::uuid[])
  and s.seq = 1
