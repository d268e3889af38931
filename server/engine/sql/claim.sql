-- Takes the lease of runs that nobody holds. It need not be on disk at once: whatever is recorded later is conditional on owner and
-- epoch, and a claim that a power cut forgets was only a claim.
-- No indexed column changes: the new version of the row stays in its page and costs no index entry (that is why a queued run is shown as
-- running only from its first checkpoint on).
with relaxed as (
  select set_config('synchronous_commit', 'off', true) as value
),
asked as (
  select a.id
  from unnest($1::uuid[]) as a (id)
  order by a.id
)
update run r
set
  lease_owner = $2,
  lease_epoch = r.lease_epoch + 1,
  wake_requested = false,
  status = case when r.status = 'queued' then r.status else 'running' end,
  listed_as = case when r.status = 'queued' then r.listed_as else 'running' end,
  started_at = coalesce(r.started_at, greatest($3, r.created_at)),
  updated_at = $3
from asked a, relaxed
where r.id = a.id
  and r.id = any ($1::uuid[])
  and r.status in ('queued', 'running', 'waiting', 'parked')
  and (r.lease_owner is null or r.lease_owner = $2)
returning
  r.id, r.environment, r.flow_id, r.flow_key, r.version_id, r.trigger_step, r.latency, r.origin, r.trigger, r.business_key,
  r.correlation_id, r.hop, r.seed, r.replay_of, r.replay_from, r.replay_edits, r.parent_run, r.chunk, r.lease_epoch, r.cancel_reason, r.order_key, r.created_at, r.started_at
