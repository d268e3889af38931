-- A person says that the effect happened, and with what result.
update receipt
set
  state = 'done',
  outcome = $2,
  updated_at = clock_timestamp()
where effect_key = $1
returning effect_key
