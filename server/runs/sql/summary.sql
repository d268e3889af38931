-- Runs as summaries. Which, and in what order, is said by the which-*.sql files, whose parameters begin at $2.
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
    from unnest($1::text[]) with ordinality as p (path, place)
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
