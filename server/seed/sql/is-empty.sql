-- Not seeded, and nobody's: what stands there, if anything, are the remains of a seed that was broken off.
select i.seeded_at is null
  and not exists (select from app_user u where u.email not like '%@' || $1)
  and not exists (select from flow f where not f.key = any($2::text[])) as empty
from installation i
where i.id = 1
