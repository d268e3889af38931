-- What is known to have been done, held until whoever looks has decided.
select outcome
from receipt
where effect_key = $1
  and state = 'done'
for update
