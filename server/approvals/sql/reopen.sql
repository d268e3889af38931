-- Within the time to undo: decided becomes open again.
update approval
set
  state = 'open',
  outcome = null,
  effective_at = null
where id = $1
  and state = 'decided'
returning id
