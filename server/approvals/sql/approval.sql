-- Approvals, each with its run and its decisions. Which, and in what order, is said by the which-*.sql files, whose parameters begin at $3.
select
  a.id,
  a.run_id,
  a.step_id,
  a.visit,
  a.environment,
  a.title,
  a.summary,
  a.facts,
  a.form,
  a.assignees,
  a.policy,
  a.state,
  a.outcome,
  a.due_at,
  a.effective_at,
  a.created_at,
  a.closed_at,
  r.flow_key,
  coalesce(f.name, r.flow_key) as flow_name,
  r.flow_id,
  r.version_id,
  r.business_key,
  r.value::float8 as value,
  r.currency,
  (
    select r.trigger #>> string_to_array(p.path, '.')
    from unnest($1::text[]) with ordinality as p (path, place)
    where jsonb_typeof(r.trigger #> string_to_array(p.path, '.')) = 'string'
    order by p.place
    limit 1
  ) as requester,
  array(
    select lower(btrim(r.trigger #>> string_to_array(p.path, '.')))
    from unnest($2::text[]) as p (path)
    where jsonb_typeof(r.trigger #> string_to_array(p.path, '.')) = 'string'
    union
    select lower(au.actor_id)
    from audit au
    where au.subject_kind = 'run'
      and au.action = 'run.replayed'
      and au.subject_id = r.replay_of::text
      and au.detail->>'runId' = r.id::text
  ) as starters,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'id', d.id, 'outcome', d.outcome, 'reason', d.reason, 'byKind', d.by_kind, 'byId', d.by_id, 'byName', d.by_name,
          'at', d.at, 'withdrawnAt', d.withdrawn_at, 'rechecked', d.rechecked
        ) order by d.at, d.id
      )
      from approval_decision d
      where d.approval_id = a.id
    ),
    '[]'
  ) as decisions
from approval a
join run r on r.id = a.run_id
left join flow f on f.id = r.flow_id
