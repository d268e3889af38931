-- Runs over the chosen range in $12 equal slices, by how they ended. $10 and $11 are both set.
select
  least($12::integer - 1, floor(extract(epoch from (r.created_at - $10::timestamptz)) / extract(epoch from ($11::timestamptz - $10::timestamptz)) * $12::integer))::integer as slice,
  (count(*) filter (where r.status = 'succeeded'))::integer as succeeded,
  (count(*) filter (where r.status = 'failed' and r.failure->>'class' = 'business'))::integer as business,
  (count(*) filter (where r.status = 'failed' and r.failure->>'class' is distinct from 'business'))::integer as technical,
  (count(*) filter (where r.status in ('queued', 'running', 'waiting', 'parked')))::integer as open
from run r
where r.environment = $1
  and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
  and ($3::text[] is null or r.status = any ($3))
  and ($4::text is null or r.status <> 'failed' or r.failure->>'class' = $4)
  and ($5::text is null or r.business_key like $5 or r.business_key like upper($5) or r.correlation_id = $6 or r.id = $7)
  and ($8::text is null or r.business_key = $8)
  and ($9::text is null or r.correlation_id = $9)
  and ($10::timestamptz is null or r.id >= uuid7_floor($10))
  and ($11::timestamptz is null or r.id < uuid7_floor($11))
group by slice
order by slice
