-- The next run of a bulk replay, the step at which it failed, the version that is deployed in its environment, and who has repeated it since.
select
  b.position,
  b.run_id,
  r.flow_key,
  r.business_key,
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
  ) as deployed,
  (
    select n.id
    from run n
    where n.correlation_id = r.correlation_id
      and n.correlation_id <> n.id::text
      and n.environment = r.environment
      and n.flow_id = r.flow_id
      and n.origin = r.origin
      and n.chunk is null
      and n.id > r.id
    order by n.id desc
    limit 1
  ) as repeated_by
from bulk_replay_run b
left join run r on r.id = b.run_id
where b.bulk_id = $1
  and b.state = 'pending'
order by b.position
limit 1
