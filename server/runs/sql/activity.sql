-- What people did to one run: its audit entries, and what was decided in its approvals.
select
  a.at,
  a.actor_name as who,
  a.action as kind,
  a.detail,
  null::text as step_id,
  null::text as reason
from audit a
where a.subject_kind = 'run'
  and a.subject_id = $1
union all
select
  d.at,
  d.by_name,
  'approval.' || d.outcome,
  jsonb_build_object('withdrawn', d.withdrawn_at is not null, 'round', ap.visit),
  ap.step_id,
  d.reason
from approval_decision d
join approval ap on ap.id = d.approval_id
where ap.run_id = $1::uuid
union all
select
  f.at,
  null,
  f.kind,
  null,
  null,
  null
from finding f
where f.run_id = $1::uuid
order by at
limit 500
