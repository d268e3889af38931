update run
set
  cancel_reason = $2,
  cancelled_by = $3,
  wake_requested = true
where id = $1
  and status in ('queued', 'running', 'waiting', 'parked')
  and cancel_reason is null
returning id, latency, environment, flow_key
