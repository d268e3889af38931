-- The topic is held until the commit, together with other publishers: a run that begins to wait waits for them, and so misses nothing.
with held as materialized (
  select pg_advisory_xact_lock_shared(hashtextextended($2::text || '/' || $3::text, 8)) as topic
)
insert into event (id, environment, topic, key, payload, correlation_id, hop, run_id)
select $1, $2, $3, $4, $5::jsonb, $6, $7::integer, $8::uuid
from held
on conflict (id) do nothing
returning id
