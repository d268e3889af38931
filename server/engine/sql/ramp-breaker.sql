-- One second of the way back: how many may go on now. The next second lets twice as many go. One worker does it.
with b as (
  select k.release_rate
  from breaker k
  where k.environment = $1
    and k.connection = $2
    and k.state = 'ramping'
    and k.release_at <= clock_timestamp()
  for update
)
update breaker k
set
  release_at = clock_timestamp() + interval '1 second',
  release_rate = least(k.release_rate * 2, $3),
  updated_at = clock_timestamp()
from b
where k.environment = $1
  and k.connection = $2
returning b.release_rate as rate
