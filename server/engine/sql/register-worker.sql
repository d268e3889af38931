insert into worker (id, worker_ids, host, pid)
values ($1, $2, $3, $4)
on conflict (id) do update
set
  worker_ids = excluded.worker_ids,
  heartbeat_at = clock_timestamp()
