-- Steps that name one connection, inside a for each too, with their settings: in drafts, and in what is deployed in the environment.
select f.key as flow, f.name, step->>'id' as step, step->>'type' as type, step->'config' as config
from flow f
join draft d on d.flow_id = f.id
cross join lateral jsonb_path_query(d.document, 'strict $.**.steps[*]') as step
where f.archived_at is null and step->'config'->>'connection' = $2
union all
select f.key, f.name, step->>'id', step->>'type', step->'config'
from deployment p
join flow f on f.id = p.flow_id
join version v on v.id = p.version_id
cross join lateral jsonb_path_query(v.document, 'strict $.**.steps[*]') as step
where p.environment = $1 and p.active and step->'config'->>'connection' = $2
order by 2, 1, 3
