-- Workers that have been silent for too long. One undertaker at a time gets each of them.
delete from worker w
where w.heartbeat_at < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
returning w.id, w.host, w.pid, w.heartbeat_at
