-- $1 flow, $2 revision, $3 person's id, $4 person's name, $5 note, $6 parts
insert into draft_change (flow_id, revision, first_revision, author_id, author_name, note, parts) values ($1, $2, $2, $3, $4, $5, $6)
