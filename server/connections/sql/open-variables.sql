select name, value
from variable
where environment = $1
