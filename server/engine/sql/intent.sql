-- At most once: the intention is on disk before anything is sent. No row comes back where the key is known already.
with held as (
  select r.id
  from run r
  where r.id = $5
    and r.lease_owner = $8
    and r.lease_epoch = $9
  for share
)
insert into receipt (effect_key, environment, flow_id, step_id, run_id, state, delivery, request_hash)
select $1, $2, $3, $4, $5, 'intent', $6, $7
from held
on conflict (effect_key) do nothing
returning effect_key
