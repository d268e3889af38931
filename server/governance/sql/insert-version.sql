insert into contract_version (contract, number, schema, note, created_by_id, created_by_name)
values ($1, $2, $3, $4, $5, $6)
