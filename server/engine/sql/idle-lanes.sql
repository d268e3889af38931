-- The first of every lane in which runs wait and nobody has a turn: something lost it.
select distinct on (p.lane)
  p.lane,
  p.run_id
from parking p
where p.reason in ('order', 'flow')
  and p.since < clock_timestamp() - make_interval(secs => $1::double precision / 1000)
  and not exists (select 1 from turn t where t.lane = p.lane)
order by p.lane, p.rank, p.run_id
