-- Opens where too much of the window failed, or too much in a row: a busy connection must not need a window to be taken for away. The pause before the first probe doubles with every opening that follows without a recovery.
update breaker b
set
  state = 'open',
  opened_at = clock_timestamp(),
  probe_at = clock_timestamp() + least($5::double precision * power(2, b.trips), $6::double precision) * interval '1 millisecond',
  probe_run = null,
  trips = least(b.trips + 1, 20),
  updated_at = clock_timestamp()
where b.environment = $1
  and b.connection = $2
  and b.state in ('closed', 'ramping')
  and (
    b.streak >= $7::integer
    or (
      b.failed + b.failed_before >= $3::integer
      and b.failed + b.failed_before >= $4::double precision * (b.ok + b.ok_before + b.failed + b.failed_before)
    )
  )
returning b.probe_at, b.reason
