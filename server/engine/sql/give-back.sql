-- Runs that this worker claimed and could not advance: the lease goes, the epoch goes up, so that nothing half done is written later.
with held as (
  select r.id
  from run r
  join json_to_recordset($1::json) as g (id uuid, epoch integer) on g.id = r.id
  where r.lease_owner = $2
    and r.lease_epoch = g.epoch
  order by r.id
  for no key update of r
)
update run r
set
  lease_owner = null,
  lease_epoch = r.lease_epoch + 1,
  wake_requested = true
from held h
where r.id = h.id
returning r.id, r.latency
