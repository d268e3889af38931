-- A run goes on in a lane where there is room, and where nobody with the same order key arrived before it and has not ended. Else it is
-- parked there. The lane is locked: a statement of its own, so that this one sees what the last holder of the lock did.
with mine as (
  select 1
  from turn t
  where t.lane = $1
    and t.run_id = $2
),
ahead as (
  select r.id
  from run r
  where $4::text is not null
    and r.flow_id = $5
    and r.environment = $6
    and r.open_key = $4
    and r.id < $2
  order by r.id
  limit 1
),
taken as (
  insert into turn (lane, run_id)
  select $1, $2
  where not exists (select 1 from mine)
    and not exists (select 1 from ahead)
    and (select count(*) from turn t where t.lane = $1) < $3
  returning run_id
),
passed as (
  delete from parking p
  where p.lane = $1
    and p.run_id = $2
    and (exists (select 1 from mine) or exists (select 1 from taken))
),
parked as (
  insert into parking (lane, run_id, reason, rank)
  select $1, $2, $7, $8
  where not exists (select 1 from mine)
    and not exists (select 1 from taken)
  on conflict (run_id, lane) do nothing
)
select exists (select 1 from mine) or exists (select 1 from taken) as has_turn
