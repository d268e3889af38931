-- A person says that the effect happened, and with what result. Once: a receipt that is settled stays as it is.
update receipt
set
  state = 'done',
  outcome = $2,
  request_hash = $3,
  updated_at = $4
where effect_key = $1
  and state <> 'done'
  and run_id = coalesce($5::uuid, run_id)
returning effect_key
