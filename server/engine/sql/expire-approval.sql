-- Nobody decided in time. An approval that is decided and may still be taken back is left to its outcome.
with held as (
  select r.id
  from run r
  where r.id = $1
    and r.lease_owner = $2
    and r.lease_epoch = $3
  for no key update
),
expired as (
  update approval a
  set
    state = 'expired',
    outcome = 'expired',
    closed_at = $4
  from held
  where a.run_id = held.id
    and a.step_id = $6
    and a.visit = $7
    and a.state = 'open'
  returning a.id, a.environment
),
recorded as (
  update step_row s
  set
    status = 'succeeded',
    port = 'expired',
    output = '{"outcome": "expired", "by": null, "reason": null, "form": null}',
    waiting_for = null,
    -- never before a step that ended earlier, whatever the clocks of the workers say
    finished_at = greatest($4, s.started_at, (select max(e.finished_at) from step_run e where e.run_id = $1))
  from expired
  where s.run_id = $1
    and s.step_id = $6
    and s.visit = $7
    and s.status = 'waiting'
  returning s.seq
),
announced as (
  select count(pg_notify($5, json_build_object('kind', 'approval', 'id', e.id, 'environment', e.environment, 'runId', $1::uuid)::text)) as sent
  from expired e
)
select
  (select count(*) from recorded)::integer as recorded,
  (select sent from announced)::integer as sent
