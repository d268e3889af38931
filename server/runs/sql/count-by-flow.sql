-- How many runs each flow has under all the other filters, capped as by status. The chosen flow is not applied here.
select
  f.key,
  f.name,
  (
    select count(*)
    from (
      select 1
      from run r
      where r.environment = $1
        and r.chunk is null
        and r.flow_id = f.id
        and ($2::text[] is null or r.status = any ($2))
        and ($11::text[] is null or r.listed_as = any ($11) or r.id = any ($12::uuid[]))
        and ($3::text is null or r.status <> 'failed' or r.failure->>'class' = $3)
        and ($4::text is null or r.business_key like $4 or r.business_key like upper($4) or (r.correlation_id = $5 and r.correlation_id <> r.id::text) or r.id = $6)
        and ($7::text is null or r.business_key = $7)
        and ($8::text is null or (r.correlation_id = $8 and (r.correlation_id <> r.id::text or r.id = uuid_of($8))))
        and ($9::timestamptz is null or r.id >= uuid7_floor($9))
        and ($10::timestamptz is null or r.id < uuid7_floor($10))
      limit 10001
    ) counted
  )::integer as count
from flow f
order by count desc, f.name
limit 50
