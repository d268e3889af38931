-- A person allows one more send.
delete from receipt
where effect_key = $1
returning effect_key
