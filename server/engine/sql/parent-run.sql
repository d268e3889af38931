-- The run that another one is a part of, as its lease holder would have it.
select
  r.id, r.environment, r.flow_id, r.flow_key, r.version_id, r.trigger_step, r.latency, r.origin, r.trigger, r.business_key, r.correlation_id, r.hop,
  r.seed, r.replay_of, r.replay_from, r.replay_edits, r.parent_run, r.chunk, r.lease_epoch, r.cancel_reason, r.order_key, r.created_at, r.started_at
from run r
where r.id = $1
