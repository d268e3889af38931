-- How long runs are kept: per environment, and per flow where what is deployed says so.
select p.environment, null::text as flow_key, p.succeeded_days, p.failed_days, null::jsonb as own
from retention_policy p
union all
select d.environment, f.key, p.succeeded_days, p.failed_days, v.document -> 'flow' -> 'retention'
from deployment d
join flow f on f.id = d.flow_id
join version v on v.id = d.version_id
join retention_policy p on p.environment = d.environment
where d.active
  and v.document -> 'flow' ? 'retention'
