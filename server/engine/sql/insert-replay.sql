-- A run that repeats another one: same origin, or an origin of its own where that was asked for.
insert into run (
  id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, business_key, value, currency,
  correlation_id, hop, seed, replay_of, replay_from, replay_edits, order_key, created_at, started_at, updated_at
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11, $12, $13, $14, $15, $16, $17, $18, $19, (select o.order_key from run o where o.id = $17), $20, null, $20)
