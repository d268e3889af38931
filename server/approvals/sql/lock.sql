-- Takes the approval for deciding. Lock order: approval, then its run (engine.resume, engine.withdraw).
select
  a.state,
  a.outcome,
  a.effective_at
from approval a
where a.id = $1
for update
