select updated_at
from connection
where environment = $1 and key = $2
