-- Held to the end of the transaction: two changes of one connection go one after the other.
select kind, name, config, secrets, secret_hints
from connection
where environment = $1 and key = $2
for update
