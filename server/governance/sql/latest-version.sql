select number, schema
from contract_version
where contract = $1
order by number desc
limit 1
