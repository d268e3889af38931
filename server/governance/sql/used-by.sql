-- Steps that name a version of a contract, inside a for each too: in drafts, and in what is deployed.
select f.key as flow, f.name, step->>'id' as step, coalesce(step->>'name', step->>'id') as step_name, named.how, named.ref, null as environment
from flow f
join draft d on d.flow_id = f.id
cross join lateral jsonb_path_query(d.document, 'strict $.**.steps[*]') as step
cross join lateral (values
  ('publishes', step->'config'->>'contract'),
  ('makes', step->'config'->'target'->>'contract'),
  ('checks', step->'config'->'schema'->>'$id')
) as named (how, ref)
where f.archived_at is null and (named.ref like $1 || '@%' or named.ref like 'urn:throughline:contract:' || $1 || ':%')
union all
select f.key, f.name, step->>'id', coalesce(step->>'name', step->>'id'), named.how, named.ref, p.environment
from deployment p
join flow f on f.id = p.flow_id
join version v on v.id = p.version_id
cross join lateral jsonb_path_query(v.document, 'strict $.**.steps[*]') as step
cross join lateral (values
  ('publishes', step->'config'->>'contract'),
  ('makes', step->'config'->'target'->>'contract'),
  ('checks', step->'config'->'schema'->>'$id')
) as named (how, ref)
where p.active and (named.ref like $1 || '@%' or named.ref like 'urn:throughline:contract:' || $1 || ':%')
order by 2, 1, 3, 7 nulls first
