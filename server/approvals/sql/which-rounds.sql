-- All rounds of one step in one run, oldest first: the thread.
where a.run_id = $3
  and a.step_id = $4
order by a.visit
