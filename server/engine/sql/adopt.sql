-- A replay of a child belongs to the run that asked for it.
update run
set parent_run = $2, parent_step = $3
where id = $1
