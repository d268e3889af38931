-- Only for the connection that was tested: one changed meanwhile has another time of change.
update connection
set health = $3
where environment = $1 and key = $2 and updated_at = $4
