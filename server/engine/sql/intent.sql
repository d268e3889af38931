-- At most once: the intention is on disk before anything is sent. Effects that are about to be sent at the same moment share a commit.
-- Keys that do not come back were known already, or their run is somebody else's by now.
with given as (
  select *
  from json_to_recordset($1::json) as g (
    effect_key text, environment text, flow_id uuid, step_id text, run_id uuid, epoch integer, delivery text, request_hash text
  )
),
held as (
  select r.id
  from run r
  where r.id = any ($3::uuid[])
    and r.lease_owner = $2
    and exists (select 1 from given g where g.run_id = r.id and g.epoch = r.lease_epoch)
  order by r.id
  for share
)
insert into receipt (effect_key, environment, flow_id, step_id, run_id, state, delivery, request_hash)
select g.effect_key, g.environment, g.flow_id, g.step_id, g.run_id, 'intent', g.delivery, g.request_hash
from given g
where g.run_id in (select id from held)
order by g.effect_key
on conflict (effect_key) do nothing
returning effect_key
