-- How many runs there are per status under all the other filters; the chosen statuses are not applied here. Each count stops at
-- 10 001, which pages show as "10 000+": an exact count of a busy month would cost more than the page is worth.
-- Each status is written out, because the planner then knows that few runs are parked and uses the index: one query over a list
-- of statuses read the whole table ten times (1.1 s for 300 000 runs, against 40 ms).
-- `listed_as` is the status where an index knows it; runs that were queued a moment ago are found by their ids instead.
select 'queued' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'queued'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  union all
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.status = 'queued'
    and r.listed_as is null
    and r.id >= queued_since()
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
select 'running' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'running'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
select 'waiting' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'waiting'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
select 'parked' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'parked'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
select 'succeeded' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.status = 'succeeded'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
-- the newest failures are looked at once for their class: looked for by itself, one that hardly occurs would read every failure there is
select 'failed' as status, k.class, (count(f.id) filter (where k.class is null or f.class = k.class))::integer as count
from (values (null::text), ('technical'), ('business')) as k (class)
left join (
  select
    r.id,
    r.failure->>'class' as class
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'failed'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  order by r.id desc
  limit 10001
) f on true
group by k.class
union all
select 'cancelled' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'cancelled'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
union all
select 'skipped' as status, null::text as class, count(*)::integer as count
from (
  select 1
  from run r
  where r.environment = $1
    and r.chunk is null
    and r.listed_as = 'skipped'
    and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
    and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or (r.correlation_id = $4 and r.correlation_id <> r.id::text) or r.id = $5)
    and ($6::text is null or r.business_key = $6)
    and ($7::text is null or (r.correlation_id = $7 and (r.correlation_id <> r.id::text or r.id = uuid_of($7))))
    and ($8::timestamptz is null or r.id >= uuid7_floor($8))
    and ($9::timestamptz is null or r.id < uuid7_floor($9))
  limit 10001
) counted
