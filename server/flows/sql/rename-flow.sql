-- $1 flow, $2 name
update flow set name = $2 where id = $1 and name <> $2
