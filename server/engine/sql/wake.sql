-- Marks a run so that its holder, or whoever claims it next, looks again. Its row lock orders this with claims and releases.
update run
set wake_requested = true
where id = $1
  and status in ('queued', 'running', 'waiting', 'parked')
returning id, latency, environment, flow_key, lease_owner
