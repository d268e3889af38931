-- Takes the lease of runs that nobody holds. It need not be on disk at once: whatever is recorded later is conditional on owner and
-- epoch, and a claim that a power cut forgets was only a claim.
with relaxed as (
  select set_config('synchronous_commit', 'off', true) as value
),
held as (
  select r.id
  from run r
  where r.id = any ($1::uuid[])
  order by r.id
  for no key update
)
update run r
set
  lease_owner = $2,
  lease_epoch = r.lease_epoch + 1,
  wake_requested = false,
  status = 'running',
  started_at = coalesce(r.started_at, $3),
  updated_at = $3
from held, relaxed
where r.id = held.id
  and r.id = any ($1::uuid[])
  and r.status in ('queued', 'running', 'waiting', 'parked')
  and (r.lease_owner is null or r.lease_owner = $2)
returning
  r.id, r.environment, r.flow_id, r.flow_key, r.version_id, r.trigger_step, r.latency, r.origin, r.trigger, r.business_key,
  r.correlation_id, r.hop, r.seed, r.replay_of, r.replay_from, r.replay_edits, r.lease_epoch, r.cancel_reason, r.created_at, r.started_at
