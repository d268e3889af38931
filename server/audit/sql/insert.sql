insert into audit (id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_name, environment, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
