-- Leases of workers that are gone. The epoch goes up: should such a worker only have been frozen, what it writes later is refused.
with orphaned as (
  select r.id
  from run r
  where r.id in (
      select l.id
      from run l
      where l.environment in (select key from environment)
        and l.listed_as in ('queued', 'running')
      union all
      select n.id
      from run n
      where n.id >= queued_since()
        and n.listed_as is null
        and n.status = 'queued'
    )
    and r.status in ('queued', 'running')
    and r.lease_owner is not null
    and not exists (select 1 from worker w where w.id = r.lease_owner)
  order by r.id
  for no key update skip locked
)
update run r
set
  lease_owner = null,
  lease_epoch = r.lease_epoch + 1,
  wake_requested = true
from orphaned o
where r.id = o.id
returning r.id, r.latency
