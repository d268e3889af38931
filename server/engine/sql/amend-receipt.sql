-- A receipt that is held says something else about what was done.
update receipt
set
  outcome = $2,
  updated_at = $3
where effect_key = $1
returning effect_key
