-- No row comes back when the others have given this worker up. With it come those of the runs in its hands that somebody has cancelled: whoever
-- does tells it at once, but the line that it listens on may be down.
with beat as (
  update worker
  set heartbeat_at = clock_timestamp()
  where id = $1
  returning id
)
select
  b.id,
  array(
    select r.id
    from run r
    where r.id = any ($2::uuid[])
      and r.lease_owner = $1
      and r.cancel_reason is not null
  ) as cancelled
from beat b
