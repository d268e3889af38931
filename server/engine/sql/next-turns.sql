-- Hands the room in lanes to those who are next: where a key orders them the first to have arrived, else by latency class, then by arrival.
-- A turn is handed over, not offered: whoever comes now cannot overtake.
with lane as (
  select l.*, l.capacity - (select count(*) from turn t where t.lane = l.lane) as room
  from (
    select distinct on (g.lane) *
    from json_to_recordset($1::json) as g (lane text, capacity integer, flow_id uuid, environment text, order_key text)
    order by g.lane
  ) as l
),
next as (
  select l.lane, n.run_id
  from lane l
  cross join lateral (
    select p.run_id
    from parking p
    join run r on r.id = p.run_id
    where l.order_key is null
      and p.lane = l.lane
      and r.finished_at is null
    order by p.rank, p.run_id
    limit greatest(l.room, 0)
  ) as n
  union all
  select l.lane, n.id
  from lane l
  cross join lateral (
    select r.id
    from run r
    where l.order_key is not null
      and r.flow_id = l.flow_id
      and r.environment = l.environment
      and r.open_key = l.order_key
    order by r.id
    limit case when l.room > 0 then 1 else 0 end
  ) as n
),
granted as (
  insert into turn (lane, run_id)
  select n.lane, n.run_id
  from next n
  on conflict do nothing
),
unparked as (
  delete from parking p
  using next n
  where p.lane = n.lane
    and p.run_id = n.run_id
)
select n.run_id
from next n
