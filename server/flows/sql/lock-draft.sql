-- The draft of a flow, held until the transaction ends: two people who save at once are told one after the other. $1 key
select f.id as flow_id, f.key, d.document, d.revision, d.updated_by_name, d.updated_at
from flow f join draft d on d.flow_id = f.id
where f.key = $1 and f.archived_at is null
for update of f, d
