insert into variable (environment, name, value, updated_at)
values ($1, $2, $3, $4)
on conflict (environment, name) do update set value = excluded.value, updated_at = excluded.updated_at
