-- No row comes back when the others have given this worker up.
update worker
set heartbeat_at = clock_timestamp()
where id = $1
returning id
