-- Runs that go on though the run that waits for them has ended: it ended with its worker before it could tell them, or never learned of them.
select r.id
from run r
where r.environment in (select key from environment)
  and r.listed_as in ('queued', 'running', 'waiting', 'parked')
  and r.parent_run is not null
  and r.cancel_reason is null
  -- looked up one by one: there are few of them, and many runs
  and (select p.finished_at from run p where p.id = r.parent_run) < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
order by r.id
limit 1000
