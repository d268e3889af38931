-- Every flow by name, with what others meet of it in an environment: the version that is deployed there, and its draft; of flows that nobody calls and
-- that neither publish nor hear events no more than their names. $1 environment
with met (path) as (
  values ('$.** ? (@.type == "trigger.api" || @.type == "trigger.event" || @.type == "event.publish" || @.type == "wait")'::jsonpath)
)
select
  f.key,
  f.name,
  d.number,
  case when jsonb_path_exists(d.document, met.path) then d.document end as deployed,
  case when jsonb_path_exists(w.document, met.path) then w.document end as draft
from flow f
cross join met
left join lateral (
  select v.number, v.document
  from deployment e join version v on v.id = e.version_id
  where e.flow_id = f.id and e.environment = $1 and e.active
) d on true
left join draft w on w.flow_id = f.id
where f.archived_at is null
order by f.name, f.key
