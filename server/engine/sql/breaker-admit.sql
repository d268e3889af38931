-- What a run may do that reaches a connection whose breaker is not closed: go, go as the probe, or park.
with b as (
  select *
  from breaker
  where environment = $1
    and connection = $2
  for update
),
others as (
  select 1
  from parking p
  join run r on r.id = p.run_id
  where p.lane = $4
    and p.reason = 'breaker'
    and p.run_id < $3
    and r.finished_at is null
  limit 1
),
probe as (
  -- nobody waits longer: the one that comes now asks whether the other system is back
  update breaker k
  set
    state = 'half-open',
    probe_run = $3,
    probe_at = clock_timestamp() + $5::double precision * interval '1 millisecond',
    updated_at = clock_timestamp()
  from b
  where k.environment = $1
    and k.connection = $2
    and b.state in ('open', 'half-open')
    and b.probe_at <= clock_timestamp()
    and not exists (select 1 from others)
  returning k.probe_run
),
pass as (
  delete from turn t
  where t.lane = $4
    and t.run_id = $3
  returning t.run_id
),
judged as (
  select
    case
      when not exists (select 1 from b) or exists (select 1 from b where b.state = 'closed') then 'go'
      when exists (select 1 from probe) or exists (select 1 from b where b.state = 'half-open' and b.probe_run = $3) then 'probe'
      when exists (select 1 from b where b.state = 'ramping') and (exists (select 1 from pass) or not exists (select 1 from others)) then 'go'
      else 'park'
    end as verdict
),
unparked as (
  delete from parking p
  using judged j
  where p.lane = $4
    and p.run_id = $3
    and j.verdict <> 'park'
)
select j.verdict, b.probe_at, b.opened_at, b.reason
from judged j
left join b on true
