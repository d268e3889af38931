-- Runs accepted in each of the 24 hours from $2 on, by how they stand now. Hour by hour, each a range of the key.
select
  hour.at as "from",
  counted.succeeded,
  counted.business,
  counted.technical,
  counted.open
from generate_series($2::timestamptz, $2::timestamptz + interval '23 hours', interval '1 hour') as hour (at)
cross join lateral (
  select
    (count(*) filter (where r.status = 'succeeded'))::integer as succeeded,
    (count(*) filter (where r.status = 'failed' and r.failure->>'class' = 'business'))::integer as business,
    (count(*) filter (where r.status = 'failed' and r.failure->>'class' is distinct from 'business'))::integer as technical,
    (count(*) filter (where r.status in ('queued', 'running', 'waiting', 'parked')))::integer as open
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.id >= uuid7_floor(hour.at)
    and r.id < uuid7_floor(hour.at + interval '1 hour')
) counted
order by hour.at
