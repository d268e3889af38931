insert into app_group (key, name)
values ($1, $2)
on conflict (key) do nothing
