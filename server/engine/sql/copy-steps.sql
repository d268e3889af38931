-- What a replay takes over, as it was: only what was completed. Steps that were renamed take their new name.
insert into step_row (
  run_id, seq, step_id, visit, item, status, port, how, attempts, output, request, response, failure, effect_key, started_at, finished_at
)
select
  $1, row_number() over (order by s.seq)::integer, coalesce(n.new_id, s.step_id), s.visit, s.item, s.status, s.port, 'copied', s.attempts, s.output, s.request, s.response,
  s.failure, s.effect_key, s.started_at, s.finished_at
from step_run s
join json_to_recordset($3::json) as n (old_id text, new_id text) on n.old_id = s.step_id
where s.run_id = $2
  and (s.status = 'succeeded' or (s.status = 'failed' and s.port is not null))
order by s.seq
