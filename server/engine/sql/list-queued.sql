-- Queued runs that were not over within a moment are listed from now on.
with due as (
  select r.id
  from run r
  where r.id >= queued_since()
    and r.id < uuid7_floor($1::timestamptz)
    and r.status = 'queued'
    and r.listed_as is null
  order by r.id
  for no key update skip locked
)
update run r
set listed_as = 'queued'
from due d
where r.id = d.id
