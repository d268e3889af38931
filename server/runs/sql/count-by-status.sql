-- How many runs there are per status under all the other filters. Each count stops at 10 001, which pages show as "10 000+":
-- an exact count of a busy month would cost more than the page is worth. The chosen statuses are not applied here.
select
  s.status,
  s.class,
  (
    select count(*)
    from (
      select 1
      from run r
      where r.environment = $1
        and r.status = s.status
        and (s.class is null or r.failure->>'class' = s.class)
        and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
        and ($3::text is null or r.business_key like $3 or r.business_key like upper($3) or r.correlation_id = $4 or r.id = $5)
        and ($6::text is null or r.business_key = $6)
        and ($7::text is null or r.correlation_id = $7)
        and ($8::timestamptz is null or r.id >= uuid7_floor($8))
        and ($9::timestamptz is null or r.id < uuid7_floor($9))
      limit 10001
    ) counted
  )::integer as count
from (
  values
    ('queued', null::text), ('running', null), ('waiting', null), ('parked', null), ('succeeded', null),
    ('failed', null), ('failed', 'technical'), ('failed', 'business'), ('cancelled', null), ('skipped', null)
) as s (status, class)
