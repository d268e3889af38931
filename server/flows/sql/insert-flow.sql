-- $1 id, $2 key, $3 name. No row when the key is taken.
insert into flow (id, key, name) values ($1, $2, $3) on conflict (key) do nothing returning id
