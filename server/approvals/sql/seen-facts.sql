-- Whether it is on record that somebody has seen the sensitive facts of this round.
select a.id
from audit a
where a.subject_kind = 'approval'
  and a.subject_id = $1
  and a.actor_id = $2
  and a.action = 'approval.facts_seen'
limit 1
