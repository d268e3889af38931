-- The queue learns its tasks as its workers begin; what is accepted before has them already.
insert into graphile_worker._private_tasks (identifier)
select u.identifier
from unnest($1::text[]) as u (identifier)
where not exists (select 1 from graphile_worker._private_tasks t where t.identifier = u.identifier)
on conflict do nothing
