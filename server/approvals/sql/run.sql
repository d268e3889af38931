-- The run behind an approval, as a dry run needs it.
select
  r.id,
  r.environment,
  r.origin,
  r.flow_id,
  r.version_id,
  r.seed,
  r.correlation_id,
  r.business_key,
  r.trigger,
  r.trigger_step,
  coalesce(r.started_at, r.created_at) as started_at
from run r
where r.id = $1
