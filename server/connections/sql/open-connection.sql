-- One connection with its sealed secrets.
select kind, name, config, secrets
from connection
where environment = $1 and key = $2
