-- Bulk replays with their counts, newest first; one of them where an id is given.
select
  b.id,
  b.environment,
  b.state,
  b.rate_per_minute,
  b.begin_at,
  b.version,
  b.filter,
  b.runs,
  b.created_by,
  b.created_at,
  b.finished_at,
  c.started,
  c.refused,
  c.succeeded,
  c.failed,
  c.ended_otherwise
from bulk_replay b
cross join lateral (
  select
    count(*) filter (where i.state = 'started')::integer as started,
    count(*) filter (where i.state = 'refused')::integer as refused,
    count(*) filter (where r.status = 'succeeded')::integer as succeeded,
    count(*) filter (where r.status = 'failed')::integer as failed,
    count(*) filter (where r.status in ('cancelled', 'skipped'))::integer as ended_otherwise
  from bulk_replay_run i
  left join run r on r.id = i.replay_id
  where i.bulk_id = b.id
) c
where ($1::text is null or b.environment = $1)
  and ($2::uuid is null or b.id = $2)
order by b.id desc
limit $3
