-- How a run stands, with what its last step gave.
select
  r.status,
  r.failure,
  (
    select s.output
    from step_run s
    where s.run_id = r.id
      and s.status = 'succeeded'
    order by s.finished_at desc, s.seq desc
    limit 1
  ) as output
from run r
where r.id = $1
