update ownership_rule
set object_kind = $2, object = $3, field = $4, system = $5, policy = $6, writers = $7, note = $8, updated_by_name = $9, updated_at = $10
where id = $1
