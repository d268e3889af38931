insert into secret (environment, name, ciphertext, updated_at)
values ($1, $2, $3, $4)
on conflict (environment, name) do update set ciphertext = excluded.ciphertext, updated_at = excluded.updated_at
