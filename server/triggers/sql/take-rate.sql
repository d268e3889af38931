-- How many of those who ask now are within the hook's rate, over every process. A full burst is there after a pause.
insert into hook_rate as h (registration_id, next_at, granted)
values ($1, statement_timestamp() + least($2::integer, $4::integer) * $3::double precision * interval '1 second', least($2::integer, $4::integer))
on conflict (registration_id) do update
set
  granted = least(
    $2::integer,
    greatest(0, floor($4::integer - extract(epoch from greatest(h.next_at, statement_timestamp()) - statement_timestamp()) / $3::double precision + 1e-6))::integer
  ),
  next_at = greatest(h.next_at, statement_timestamp()) + $3::double precision * interval '1 second' * least(
    $2::integer,
    greatest(0, floor($4::integer - extract(epoch from greatest(h.next_at, statement_timestamp()) - statement_timestamp()) / $3::double precision + 1e-6))::integer
  )
returning
  h.granted,
  -- from now, not from the statement's begin: it may have waited for another process to fill the rate
  (extract(epoch from h.next_at - clock_timestamp()) - ($4::integer - 1) * $3::double precision)::double precision as retry_after
