-- What was tested was the connection before the change: only a new name ($9) leaves the result standing.
update connection
set name = $3, config = $4, secrets = $5, secret_hints = $6, secrets_at = coalesce($7, secrets_at), updated_at = $8, health = case when $9 then health end
where environment = $1 and key = $2
