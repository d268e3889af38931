-- A trigger listens; its address stays what it was in earlier deployments.
-- $1 id, $2 environment, $3 flow, $4 step, $5 type, $6 token for a new one, $7 topic, $8 version
insert into registration (id, environment, flow_id, step_id, type, token, topic, version_id, active)
values ($1, $2, $3, $4, $5, $6, $7, $8, true)
on conflict (environment, flow_id, step_id) do update set type = excluded.type, topic = excluded.topic, version_id = excluded.version_id, active = true
