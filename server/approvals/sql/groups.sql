-- Names of groups, for showing who is asked.
select
  g.key,
  g.name
from app_group g
