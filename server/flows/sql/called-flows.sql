-- Every flow, with what a step that calls it meets in an environment: the version that is deployed there, or else its draft; of flows without an
-- API trigger no more than their names. $1 environment
select
  f.key,
  f.name,
  case when d.is_callable then d.number end as number,
  case when d.is_callable then d.document when w.is_callable then w.document end as document
from flow f
left join lateral (
  select v.number, v.document, v.document -> 'steps' @> '[{"type": "trigger.api"}]' as is_callable
  from deployment e join version v on v.id = e.version_id
  where e.flow_id = f.id and e.environment = $1 and e.active
) d on true
left join lateral (
  select draft.document, draft.document -> 'steps' @> '[{"type": "trigger.api"}]' as is_callable
  from draft
  where draft.flow_id = f.id
) w on true
where f.archived_at is null
order by f.name, f.key
