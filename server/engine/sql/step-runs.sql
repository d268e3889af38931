-- What a run has recorded, oldest first.
select
  s.seq, s.step_id, s.visit, s.item, s.status, s.port, s.how, s.attempts, s.output, s.request, s.response, s.failure, s.waiting_for,
  s.effect_key, s.started_at, s.finished_at,
  coalesce((s.waiting_for ->> 'until')::timestamptz <= clock_timestamp(), false) as due
from step_run s
where s.run_id = $1
order by s.seq
