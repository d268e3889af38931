-- Records what runs did since their last checkpoint, for all runs that advance at this moment in one worker, and only while the worker
-- still holds their leases: ids that do not come back were fenced off, and nothing of theirs is written.
with given as (
  select *
  from json_to_recordset($1::json) as g (
    id uuid, epoch integer, status text, waiting_for jsonb, failure jsonb, release boolean, at timestamptz, finished_at timestamptz, message text
  )
),
updated as (
  update run r
  set
    status = g.status,
    waiting_for = g.waiting_for,
    failure = g.failure,
    lease_owner = case when g.release then null else r.lease_owner end,
    -- never before it began, whatever the clocks of two workers say
    finished_at = case when g.finished_at is not null then greatest(g.finished_at, r.started_at) end,
    updated_at = g.at,
    -- a run that goes through at once was never listed, and this changes nothing
    listed_as = case when r.listed_as is null and g.status in ('queued', 'succeeded') then null else nullif(g.status, 'succeeded') end,
    open_key = case when g.finished_at is null then r.order_key end
  from given g
  where r.id = g.id
    and r.id = any ($6::uuid[])
    and r.lease_owner = $4
    and r.lease_epoch = g.epoch
  returning r.id, r.wake_requested, r.cancel_reason, g.message
),
step as (
  select s.*
  from json_to_recordset($2::json) as s (
    run_id uuid, seq integer, step_id text, visit integer, item text, status text, port text, how text, attempts jsonb, output jsonb, request jsonb,
    response jsonb, failure jsonb, waiting_for jsonb, effect_key text, started_at timestamptz, finished_at timestamptz, led_by json, brief smallint, is_new boolean
  )
  where s.run_id in (select id from updated)
),
-- what was never recorded needs no look for an earlier row, which would cost a second record in the log
begun as (
  insert into step_row (
    run_id, seq, step_id, visit, item, status, port, how, attempts, output, request, response, failure, waiting_for, effect_key, started_at, finished_at,
    led_by, brief
  )
  select
    s.run_id, s.seq, s.step_id, s.visit, s.item, s.status, s.port, s.how, s.attempts, s.output, s.request, s.response, s.failure, s.waiting_for,
    s.effect_key, s.started_at, s.finished_at, s.led_by, s.brief
  from step s
  where s.is_new
),
traced as (
  insert into step_row (
    run_id, seq, step_id, visit, item, status, port, how, attempts, output, request, response, failure, waiting_for, effect_key, started_at, finished_at,
    led_by, brief
  )
  select
    s.run_id, s.seq, s.step_id, s.visit, s.item, s.status, s.port, s.how, s.attempts, s.output, s.request, s.response, s.failure, s.waiting_for,
    s.effect_key, s.started_at, s.finished_at, s.led_by, s.brief
  from step s
  where not s.is_new
  on conflict (run_id, seq) do update
  set
    status = excluded.status,
    port = excluded.port,
    how = excluded.how,
    attempts = excluded.attempts,
    output = excluded.output,
    request = excluded.request,
    response = excluded.response,
    failure = excluded.failure,
    waiting_for = excluded.waiting_for,
    effect_key = excluded.effect_key,
    finished_at = excluded.finished_at,
    -- a row keeps the steps that it was written with
    led_by = coalesce(excluded.led_by, step_row.led_by),
    brief = excluded.brief
),
change as (
  select c.*
  from json_to_recordset($3::json) as c (
    effect_key text, environment text, flow_id uuid, step_id text, run_id uuid, state text, delivery text, request_hash text, outcome jsonb, at timestamptz,
    is_new boolean
  )
  where c.run_id in (select id from updated)
  order by c.effect_key
),
first as (
  insert into receipt (effect_key, environment, flow_id, step_id, run_id, state, delivery, request_hash, outcome, created_at, updated_at)
  select c.effect_key, c.environment, c.flow_id, c.step_id, c.run_id, c.state, c.delivery, c.request_hash, c.outcome, c.at, c.at
  from change c
  where c.is_new
    and c.state <> 'none'
),
received as (
  insert into receipt (effect_key, environment, flow_id, step_id, run_id, state, delivery, request_hash, outcome, created_at, updated_at)
  select c.effect_key, c.environment, c.flow_id, c.step_id, c.run_id, c.state, c.delivery, c.request_hash, c.outcome, c.at, c.at
  from change c
  where not c.is_new
    and c.state <> 'none'
  on conflict (effect_key) do update
  set
    state = excluded.state,
    run_id = excluded.run_id,
    request_hash = excluded.request_hash,
    outcome = excluded.outcome,
    updated_at = excluded.updated_at
  -- what is known to have happened never becomes doubtful again
  where receipt.state <> 'done'
    or excluded.state = 'done'
),
forgotten as (
  -- an intent whose effect surely did not happen
  delete from receipt f
  using change c
  where f.effect_key = c.effect_key
    and c.state = 'none'
    and f.state <> 'done'
),
page as (
  -- as in accept.sql
  select '[' || string_agg(u.message, ',') || ']' as messages
  from (select message, (row_number() over () - 1) / 20 as number from updated where message is not null) u
  group by u.number
),
announced as (
  select count(pg_notify($5, p.messages)) as sent
  from page p
)
select
  u.id,
  u.wake_requested,
  u.cancel_reason
from updated u, announced
