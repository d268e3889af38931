-- Questions to people, asked in the same transaction that records that the run waits.
with asked as (
  insert into approval (
    id, run_id, step_id, visit, environment, flow_id, title, summary, facts, form, assignees, policy, state, due_at, created_at
  )
  select
    a.id, a.run_id, a.step_id, a.visit, a.environment, a.flow_id, a.title, a.summary, a.facts, a.form, a.assignees, a.policy, 'open', a.due_at, a.created_at
  from json_to_recordset($1::json) as a (
    id uuid, run_id uuid, step_id text, visit integer, environment text, flow_id uuid, title text, summary text, facts jsonb, form jsonb, assignees jsonb,
    policy jsonb, due_at timestamptz, created_at timestamptz
  )
  on conflict (run_id, step_id, visit) do nothing
  returning id, environment, run_id
)
select count(pg_notify($2, json_build_object('kind', 'approval', 'id', id, 'environment', environment, 'runId', run_id)::text))
from asked
