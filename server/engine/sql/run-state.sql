select
  r.id, r.environment, r.flow_id, r.flow_key, r.version_id, r.version_number, r.trigger_step, r.latency, r.origin, r.trigger, r.status,
  r.business_key, r.value, r.currency, r.correlation_id, r.hop, r.seed, r.replay_of, r.replay_from, r.replay_edits, r.failure, r.cancel_reason, r.order_key, r.parent_run, r.chunk, r.created_at,
  r.started_at
from run r
where r.id = $1
