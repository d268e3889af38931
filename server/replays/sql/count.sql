-- What is known of chosen runs before they are replayed: how many have not ended, and how many have been repeated since.
select
  count(*)::integer as runs,
  count(*) filter (where r.status in ('queued', 'running', 'waiting', 'parked'))::integer as unfinished,
  count(*) filter (
    where r.status not in ('queued', 'running', 'waiting', 'parked')
      and exists (
        select 1
        from run n
        where n.correlation_id = r.correlation_id
          and n.correlation_id <> n.id::text
          and n.environment = r.environment
          and n.flow_id = r.flow_id
          and n.origin = r.origin
          and n.chunk is null
          and n.id > r.id
      )
  )::integer as repeated
from run r
where r.id = any ($1::uuid[])
