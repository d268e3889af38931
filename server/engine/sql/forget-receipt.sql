-- A person allows one more send; of something that is known to have happened only where that is what they were asked. A receipt that was
-- written since they were asked is another one.
delete from receipt
where effect_key = $1
  and (state <> 'done' or $2)
  and run_id = coalesce($3::uuid, run_id)
returning effect_key
