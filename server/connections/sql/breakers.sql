-- Connections of an environment that runs cannot simply reach: breakers that are not closed, and how many runs are parked for each.
select
  b.connection,
  b.state,
  b.opened_at,
  case when b.state = 'open' then b.probe_at end as probe_at,
  b.reason,
  (
    select count(*)
    from parking p
    join run r on r.id = p.run_id
    where p.lane = 'connection:' || b.environment || ':' || b.connection
      and r.finished_at is null
  )::integer as parked
from breaker b
where b.environment = $1
  and b.state <> 'closed'
