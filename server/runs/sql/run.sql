-- One run as its page needs it beyond the summary.
select
  r.id,
  r.environment,
  r.flow_id,
  r.flow_key,
  r.version_id,
  r.origin,
  r.trigger,
  r.trigger_step,
  r.status,
  r.waiting_for,
  r.correlation_id,
  r.seed,
  r.hop,
  r.replay_of,
  r.replay_from,
  r.replay_edits,
  r.failure,
  r.cancel_reason,
  r.cancelled_by,
  r.created_at,
  r.started_at,
  r.finished_at,
  r.updated_at,
  p.id as parent_run,
  r.parent_step,
  r.chunk,
  (select count(*) from run c where c.parent_run = r.id and c.chunk is not null)::integer as parts,
  coalesce(f.name, p.flow_key) as parent_flow
from run r
left join run p on p.id = r.parent_run
left join flow f on f.id = p.flow_id
where r.id = $1
