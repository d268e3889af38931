-- Held while its versions change: numbers follow each other.
select key, name
from contract
where key = $1
for update
