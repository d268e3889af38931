-- What the watchdog found and repaired.
insert into finding (kind, run_id, environment)
select $1, r.id, r.environment
from run r
where r.id = any ($2::uuid[])
