-- $1 flow, $2 document, $3 person's id, $4 person's name
insert into draft (flow_id, document, revision, updated_by_id, updated_by_name, updated_at) values ($1, $2, 1, $3, $4, now())
