-- One change of a lane at a time, over every process. Taken before any run is locked, and several in the order of their numbers.
select pg_advisory_xact_lock(l.number)
from (
  select distinct hashtextextended(name, 11) as number
  from unnest($1::text[]) as name
  order by 1
) as l
