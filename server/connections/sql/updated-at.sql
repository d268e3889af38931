select updated_at, health
from connection
where environment = $1 and key = $2
