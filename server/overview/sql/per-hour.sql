-- Runs accepted per hour since $2, by how they stand now.
select
  date_bin('1 hour', r.created_at, $2::timestamptz) as "from",
  (count(*) filter (where r.status = 'succeeded'))::integer as succeeded,
  (count(*) filter (where r.status = 'failed' and r.failure->>'class' = 'business'))::integer as business,
  (count(*) filter (where r.status = 'failed' and r.failure->>'class' is distinct from 'business'))::integer as technical,
  (count(*) filter (where r.status in ('queued', 'running', 'waiting', 'parked')))::integer as open
from run r
where r.environment = $1
  and r.id >= uuid7_floor($2)
group by 1
order by 1
