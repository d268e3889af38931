-- Outcomes become history: consumed, recorded on the waiting step, the approval done. All of it or nothing, and only by the lease's holder.
with held as (
  select r.id
  from run r
  where r.id = $1
    and r.lease_owner = $2
    and r.lease_epoch = $3
  for no key update
),
taken as (
  update resume u
  set consumed_at = clock_timestamp()
  from held
  where u.run_id = held.id
    and u.consumed_at is null
    and u.withdrawn_at is null
    and u.effective_at <= clock_timestamp()
  returning u.step_id, u.visit, u.port, u.output
),
recorded as (
  update step_row s
  set
    status = 'succeeded',
    port = taken.port,
    output = taken.output,
    waiting_for = null,
    -- never before a step that ended earlier, whatever the clocks of the workers say
    finished_at = greatest($4, s.started_at, (select max(e.finished_at) from step_run e where e.run_id = $1))
  from taken
  where s.run_id = $1
    and s.step_id = taken.step_id
    and s.visit = taken.visit
    and s.status = 'waiting'
  returning s.step_id, s.visit
),
closed as (
  update approval a
  set
    state = 'done',
    closed_at = $4
  from recorded
  where a.run_id = $1
    and a.step_id = recorded.step_id
    and a.visit = recorded.visit
    and a.state in ('open', 'decided')
  returning a.id, a.environment
),
announced as (
  select count(pg_notify($5, json_build_object('kind', 'approval', 'id', c.id, 'environment', c.environment, 'runId', $1::uuid)::text)) as sent
  from closed c
)
select
  (select count(*) from held)::integer as held,
  (select count(*) from recorded)::integer as recorded,
  (select sent from announced)::integer as sent
