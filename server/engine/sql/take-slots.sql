-- Slots that nobody holds, or whose holder has not renewed them. Two that want the same one: the second finds it taken.
insert into slot as s (name, number, owner, until)
select $1, n.number, $4, clock_timestamp() + $5::double precision * interval '1 millisecond'
from generate_series(1, $2::integer) as n (number)
where not exists (
  select 1
  from slot t
  where t.name = $1
    and t.number = n.number
    and t.until > clock_timestamp()
)
order by random()
limit $3
on conflict (name, number) do update
set
  owner = excluded.owner,
  until = excluded.until
where s.until <= clock_timestamp()
returning s.number
