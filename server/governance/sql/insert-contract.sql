insert into contract (key, name, description, created_by_id, created_by_name)
values ($1, $2, $3, $4, $5)
on conflict (key) do nothing
returning key
