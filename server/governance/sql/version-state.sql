select state
from contract_version
where contract = $1 and number = $2
