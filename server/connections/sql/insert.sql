insert into connection (id, environment, key, kind, name, config, secrets, secret_hints, secrets_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
on conflict (environment, key) do nothing
