-- The parts of a run's long for each, in the order of their items. Keyset by the part that a page ended with.
select
  r.id,
  r.parent_step as step,
  r.chunk as number,
  r.status,
  r.failure,
  r.started_at,
  r.finished_at,
  coalesce((r.trigger #>> '{chunk,from}')::integer, 0) as first,
  case when jsonb_typeof(r.trigger -> 'items') = 'array' then jsonb_array_length(r.trigger -> 'items') else 0 end as items,
  (s.output ->> 'succeeded')::integer as succeeded,
  (s.output ->> 'failed')::integer as failed
from run r
left join step_run s on s.run_id = r.id and s.seq = 1 and s.output ? 'succeeded'
where r.parent_run = $1
  and r.chunk is not null
  and (not $2 or r.status in ('failed', 'cancelled') or (s.output ->> 'failed')::integer > 0)
  and ($3::uuid is null or (r.parent_step, r.chunk, r.id) > (select c.parent_step, c.chunk, c.id from run c where c.id = $3))
order by r.parent_step, r.chunk, r.id
limit $4
