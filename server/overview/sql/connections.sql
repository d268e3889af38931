-- Connections of the environment with the result of their last test.
select
  c.key,
  c.name,
  c.kind,
  c.config,
  (c.health->>'ok')::boolean as ok,
  c.health->>'message' as message
from connection c
where c.environment = $1
order by (c.health->>'ok')::boolean nulls last, c.name
