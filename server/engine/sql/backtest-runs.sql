-- The last runs of a flow that came to an end by themselves, newest first. Repetitions and parts of others tell nothing more.
select
  r.id, r.environment, r.flow_id, r.flow_key, r.version_id, r.version_number, r.trigger_step, r.latency, r.origin, r.trigger, r.status,
  r.business_key, r.value, r.currency, r.correlation_id, r.hop, r.seed, r.replay_of, r.replay_from, r.replay_edits, r.failure, r.cancel_reason, r.order_key, r.parent_run, r.chunk, r.created_at,
  r.started_at
from run r
where r.flow_id = $1
  and r.environment = $2
  and r.status in ('succeeded', 'failed', 'skipped')
  and r.replay_of is null
  and r.parent_run is null
order by r.id desc
limit $3
