-- Months of history that have a table of their own, oldest first, and when each was thinned out last. What an interrupted sweep left is told, too.
select
  m.month,
  (to_date(m.month, 'YYYY_MM')::timestamp + interval '1 month') at time zone 'UTC' as ends_at,
  h.swept_at,
  to_regclass('run_' || m.month || '_old') is not null as has_rest
from (
  select substring(c.relname from 5) as month
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'run'::regclass
    and c.relname ~ '^run_[0-9]{4}_[0-9]{2}$'
) m
left join history_month h on h.month = m.month
order by m.month
