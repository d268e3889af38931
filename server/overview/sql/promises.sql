-- What each deployed version promises: finished within how long.
select
  d.flow_id,
  v.document #>> '{flow,slo,within}' as within
from deployment d
join version v on v.id = d.version_id
where d.environment = $1
  and d.active
