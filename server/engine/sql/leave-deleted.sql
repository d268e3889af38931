-- A person leaves a record deleted: what was done stays done, and answers whatever is asked. Once.
update receipt
set
  request_hash = $2,
  updated_at = $3
where effect_key = $1
  and state = 'done'
  and request_hash <> $2
returning effect_key
