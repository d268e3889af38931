-- Active registrations with their versions, by token, by flow and type, or by topic: $1 environment, $2 token, $3 flow key, $4 type, $5 topic (null: any)
select r.id, r.environment, r.flow_id, r.step_id, r.type, r.token, r.topic, r.version_id
from registration r join flow f on f.id = r.flow_id
where r.environment = $1 and r.active
  and ($2::text is null or r.token = $2) and ($3::text is null or f.key = $3) and ($4::text is null or r.type = $4) and ($5::text is null or r.topic = $5)
order by r.created_at, r.id
