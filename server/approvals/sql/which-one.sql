-- One approval.
where a.id = $3
