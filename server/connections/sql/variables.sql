select name, value, updated_at
from variable
where environment = $1
order by name
