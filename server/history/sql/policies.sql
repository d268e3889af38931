-- How long history is kept, per environment.
select p.environment, e.name, p.succeeded_days, p.failed_days
from retention_policy p
join environment e on e.key = p.environment
order by e.position
