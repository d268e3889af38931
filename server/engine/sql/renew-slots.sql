update slot
set until = clock_timestamp() + $2::double precision * interval '1 millisecond'
where owner = $1
