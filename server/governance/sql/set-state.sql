update contract_version
set state = $4, state_by_name = $5, state_at = $6
where contract = $1 and number = $2 and state = $3
returning number
