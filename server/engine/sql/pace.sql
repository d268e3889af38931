-- Reserves moments for calls, one after the other at the connection's rate, for all processes together. How long until the first of them.
insert into pace as p (name, next_at)
values ($1, clock_timestamp() + $2::integer * $3::double precision * interval '1 second')
on conflict (name) do update
set next_at = greatest(p.next_at, clock_timestamp()) + $2::integer * $3::double precision * interval '1 second'
returning (extract(epoch from (p.next_at - clock_timestamp())) - $2::integer * $3::double precision)::double precision * 1000 as wait_ms
