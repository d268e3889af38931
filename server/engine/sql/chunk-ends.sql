-- Parts that have ended, with what their frame gave.
select r.id, r.status, r.failure, s.output, case when jsonb_typeof(r.trigger -> 'items') = 'array' then jsonb_array_length(r.trigger -> 'items') else 0 end as items
from run r
left join step_run s on s.run_id = r.id and s.seq = 1
where r.id = any ($1::uuid[])
  and r.status in ('succeeded', 'failed', 'cancelled', 'skipped')
