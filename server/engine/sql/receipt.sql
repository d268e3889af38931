select
  c.effect_key,
  c.state,
  c.run_id,
  c.request_hash,
  c.outcome,
  c.updated_at
from receipt c
where c.effect_key = any ($1::text[])
