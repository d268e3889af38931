-- One page of runs, newest first. Keyset by id: a UUIDv7, so its order is the order of arrival and the bounds prune partitions.
select
  r.id,
  r.status,
  r.failure,
  r.flow_key,
  f.name as flow_name,
  r.version_id,
  r.version_number,
  r.environment,
  r.business_key,
  r.value::float8 as value,
  r.currency,
  r.correlation_id,
  r.waiting_for,
  r.origin,
  r.replay_of,
  r.created_at,
  r.started_at,
  r.finished_at,
  r.updated_at,
  s.step_id,
  s.attempts as step_attempts,
  (
    select r.trigger #>> string_to_array(p.path, '.')
    from unnest($13::text[]) with ordinality as p (path, place)
    where jsonb_typeof(r.trigger #> string_to_array(p.path, '.')) = 'string'
      and btrim(r.trigger #>> string_to_array(p.path, '.')) <> ''
    order by p.place
    limit 1
  ) as customer
from run r
left join flow f on f.id = r.flow_id
left join lateral (
  select
    sr.step_id,
    jsonb_array_length(sr.attempts) as attempts
  from step_run sr
  where sr.run_id = r.id
    and sr.status in ('running', 'waiting', 'failed')
    and r.status in ('queued', 'running', 'waiting', 'parked', 'failed')
  order by sr.seq desc
  limit 1
) s on true
where r.environment = $1
  and r.chunk is null
  and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
  and ($3::text[] is null or r.status = any ($3))
  -- where none of the statuses is one that most runs have: an index knows them, and those that were queued a moment ago are named
  and ($15::text[] is null or r.listed_as = any ($15) or r.id = any ($16::uuid[]))
  and ($4::text is null or r.status <> 'failed' or r.failure->>'class' = $4)
  and ($5::text is null or r.business_key like $5 or r.business_key like upper($5) or (r.correlation_id = $6 and r.correlation_id <> r.id::text) or r.id = $7)
  and ($8::text is null or r.business_key = $8)
  and ($9::text is null or (r.correlation_id = $9 and (r.correlation_id <> r.id::text or r.id = uuid_of($9))))
  and ($10::timestamptz is null or r.id >= uuid7_floor($10))
  and ($11::timestamptz is null or r.id < uuid7_floor($11))
  and ($12::uuid is null or r.id < $12)
  and ($17::text is null or s.step_id = $17 and r.status in ('queued', 'running', 'waiting', 'parked', 'failed'))
order by r.id desc
limit $14
