-- What the watchdog found and repaired lately, newest first, with how much there was.
select
  f.at,
  f.kind,
  f.run_id,
  count(*) over ()::integer as total
from finding f
where f.environment = $1
  and f.at > $2
order by f.at desc, f.id desc
limit 5
