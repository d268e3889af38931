-- What was tested was the connection before the change.
update connection
set name = $3, config = $4, secrets = $5, secret_hints = $6, secrets_at = coalesce($7, secrets_at), updated_at = $8, health = null
where environment = $1 and key = $2
