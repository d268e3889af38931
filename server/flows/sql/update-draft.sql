-- $1 flow, $2 document, $3 person's id, $4 person's name
update draft set document = $2, revision = revision + 1, updated_by_id = $3, updated_by_name = $4, updated_at = now() where flow_id = $1 returning revision
