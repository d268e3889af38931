-- Topics of which an event came in an environment, from whomever: one step of the index for each. $1 environment
with recursive seen as (
  (select topic from event where environment = $1 order by topic limit 1)
  union all
  select (select e.topic from event e where e.environment = $1 and e.topic > s.topic order by e.topic limit 1)
  from seen s
  where s.topic is not null
)
select topic from seen where topic is not null limit 500
