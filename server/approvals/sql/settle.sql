-- The policy is met: open becomes decided; the run takes the outcome at effective_at.
update approval
set
  state = 'decided',
  outcome = $2,
  effective_at = $3
where id = $1
  and state = 'open'
returning id
