insert into event (id, environment, topic, key, payload, correlation_id, hop, run_id)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (id) do nothing
returning id
