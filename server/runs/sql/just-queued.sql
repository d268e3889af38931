-- Runs that were queued a moment ago and are not listed by their status yet, newest first, below a cursor where there is one.
select r.id
from run r
where r.environment = $1
  and r.id >= queued_since()
  and ($2::uuid is null or r.id < $2)
  and r.listed_as is null
  and r.status = 'queued'
order by r.id desc
limit 10001
