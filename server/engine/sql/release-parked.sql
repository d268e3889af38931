-- Lets the first of a lane go on, with a pass that says so. Rank counts only for those whom a limit holds up.
with next as (
  select p.run_id
  from parking p
  join run r on r.id = p.run_id
  where p.lane = $1
    and p.reason = $2
    and r.finished_at is null
  order by case when $2 = 'limit' then p.rank else 0 end, p.run_id
  limit $3
  for update of p skip locked
),
unparked as (
  delete from parking p
  using next n
  where p.lane = $1
    and p.run_id = n.run_id
  returning p.run_id
),
passed as (
  insert into turn (lane, run_id)
  select $1, u.run_id
  from unparked u
  on conflict do nothing
)
select run_id
from unparked
