-- A person allows one more send; of something that is known to have happened only where that is what they were asked.
delete from receipt
where effect_key = $1
  and (state <> 'done' or $2)
returning effect_key
