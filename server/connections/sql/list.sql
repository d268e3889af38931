-- Connections of an environment as screens show them: secrets stay behind. $2 null: all of them.
select key, kind, name, config, secret_hints, health
from connection
where environment = $1 and ($2::text is null or key = $2)
order by name, key
