-- Where each of some runs would go on: the step at which it failed, and the version that is deployed in its environment.
select
  r.id,
  (
    select s.step_id
    from step_run s
    where s.run_id = r.id
      and r.status = 'failed'
      and s.status = 'failed'
      and s.port is null
    order by s.seq desc
    limit 1
  ) as failed_step,
  (
    select v.number
    from deployment d
    join version v on v.id = d.version_id
    where d.flow_id = r.flow_id
      and d.environment = r.environment
      and d.active
  ) as deployed
from run r
where r.id = any ($1::uuid[])
order by r.id
