-- Lanes of connections in which runs are parked.
select
  p.lane,
  p.reason,
  count(*)::integer as runs
from parking p
where p.reason in ('breaker', 'limit')
group by p.lane, p.reason
