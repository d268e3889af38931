-- A decision is taken back: it stays as history and counts no more.
update approval_decision
set withdrawn_at = $2
where id = $1
  and withdrawn_at is null
returning id
