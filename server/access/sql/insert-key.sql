insert into api_key (id, name, hash, prefix, role, created_by, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
