-- Names only.
select name, updated_at
from secret
where environment = $1
order by name
