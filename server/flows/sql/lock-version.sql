-- A version to deploy; the flow is held so that deployments of it come one after the other. $1 key, $2 number
select f.id as flow_id, f.name, v.id, v.number, v.document
from flow f join version v on v.flow_id = f.id
where f.key = $1 and v.number = $2 and f.archived_at is null
for update of f
