-- Runs that an event of this topic and key may be for.
select distinct x.run_id
from expectation x
where x.environment = $1
  and x.topic = $2
  and (x.key is null or x.key = $3)
