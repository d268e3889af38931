-- What the probe found. Well: whoever is parked is let go on, more of them every second. Ill: the pause doubles. Nothing found out: the next one asks.
update breaker b
set
  state = case $4::text when 'well' then 'ramping' else 'open' end,
  probe_run = null,
  probe_at = case $4::text
    when 'ill' then clock_timestamp() + least($5::double precision * power(2, b.trips), $6::double precision) * interval '1 millisecond'
    else clock_timestamp()
  end,
  trips = case $4::text when 'ill' then least(b.trips + 1, 20) else b.trips end,
  release_at = clock_timestamp(),
  release_rate = $7,
  half_at = clock_timestamp(),
  ok = 0,
  failed = 0,
  ok_before = 0,
  failed_before = 0,
  streak = 0,
  updated_at = clock_timestamp()
where b.environment = $1
  and b.connection = $2
  and b.state = 'half-open'
  and b.probe_run = $3
returning b.state
