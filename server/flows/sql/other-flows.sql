-- Every flow by name, with what others meet of it in an environment: the version that is deployed there, and its draft; of flows that nobody calls and
-- that neither publish nor hear events no more than their names. $1 environment
select
  f.key,
  f.name,
  d.number,
  case when d.is_met then d.document end as deployed,
  case when w.is_met then w.document end as draft
from flow f
left join lateral (
  select v.number, v.document, jsonb_path_exists(v.document, '$.** ? (@.type == "trigger.api" || @.type == "trigger.event" || @.type == "event.publish" || @.type == "wait")') as is_met
  from deployment e join version v on v.id = e.version_id
  where e.flow_id = f.id and e.environment = $1 and e.active
) d on true
left join lateral (
  select draft.document, jsonb_path_exists(draft.document, '$.** ? (@.type == "trigger.api" || @.type == "trigger.event" || @.type == "event.publish" || @.type == "wait")') as is_met
  from draft
  where draft.flow_id = f.id
) w on true
where f.archived_at is null
order by f.name, f.key
