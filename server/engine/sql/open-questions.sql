-- What the run still asks people.
select a.step_id as step, a.visit
from approval a
where a.run_id = $1
  and a.state in ('open', 'decided')
