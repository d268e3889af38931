-- Counts how calls of a connection ended. The window slides by halves: the one before the current one still counts.
insert into breaker as b (environment, connection, half_at, ok, failed, streak, reason, updated_at)
select g.environment, g.connection, clock_timestamp(), g.ok, g.failed, g.failed, g.reason, clock_timestamp()
from json_to_recordset($1::json) as g (environment text, connection text, ok integer, failed integer, reason text)
order by g.environment, g.connection
on conflict (environment, connection) do update
set
  half_at = case when b.half_at > clock_timestamp() - $2::double precision * interval '1 second' then b.half_at else clock_timestamp() end,
  ok = excluded.ok + case when b.half_at > clock_timestamp() - $2::double precision * interval '1 second' then b.ok else 0 end,
  failed = excluded.failed + case when b.half_at > clock_timestamp() - $2::double precision * interval '1 second' then b.failed else 0 end,
  ok_before = case
    when b.half_at > clock_timestamp() - $2::double precision * interval '1 second' then b.ok_before
    when b.half_at > clock_timestamp() - $2::double precision * interval '2 seconds' then b.ok
    else 0
  end,
  failed_before = case
    when b.half_at > clock_timestamp() - $2::double precision * interval '1 second' then b.failed_before
    when b.half_at > clock_timestamp() - $2::double precision * interval '2 seconds' then b.failed
    else 0
  end,
  streak = excluded.failed + case when excluded.ok > 0 then 0 else b.streak end,
  reason = coalesce(excluded.reason, b.reason),
  updated_at = clock_timestamp()
