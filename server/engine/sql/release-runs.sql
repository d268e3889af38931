-- Leases of workers that are gone. The epoch goes up: should such a worker only have been frozen, what it writes later is refused.
-- Runs that are listed, and those that were queued a moment ago and are not yet: each asked for by itself, so that an index answers.
with listed as (
  select r.id
  from run r
  where r.environment in (select key from environment)
    and r.listed_as in ('queued', 'running')
    and r.lease_owner is not null
    and not exists (select 1 from worker w where w.id = r.lease_owner)
  order by r.id
  for no key update skip locked
),
newest as (
  select r.id
  from run r
  where r.id >= queued_since()
    and r.listed_as is null
    and r.status = 'queued'
    and r.lease_owner is not null
    and not exists (select 1 from worker w where w.id = r.lease_owner)
  order by r.id
  for no key update skip locked
),
orphaned as (
  select id from listed
  union all
  select id from newest
)
update run r
set
  lease_owner = null,
  lease_epoch = r.lease_epoch + 1,
  wake_requested = true
from orphaned o
where r.id = o.id
returning r.id, r.latency
