-- Arrivals that share a commit: origins first (sorted, so that two batches never wait for each other in a circle), then the runs
-- whose origin is new, their jobs and their announcements. Ids that do not come back were known already.
with arrival as (
  select *
  from json_to_recordset($1::json) as a (
    id uuid, environment text, flow_id uuid, flow_key text, version_id uuid, version_number integer, trigger_step text, latency text,
    origin text, origin_trigger text, origin_hash text, trigger jsonb, status text, failure jsonb, business_key text, value numeric, currency text,
    correlation_id text, hop integer, seed text, order_key text, declined text, parent_run uuid, parent_step text, created_at timestamptz, finished_at timestamptz, task text, message text
  )
),
won as (
  insert into origin (environment, trigger, hash, mode, run_id, created_at)
  select environment, origin_trigger, decode(origin_hash, 'hex'), 'live', id, created_at
  from arrival
  where origin_hash is not null
  order by environment, origin_trigger, origin_hash
  on conflict do nothing
  returning run_id
),
fresh as (
  select a.*
  from arrival a
  where a.origin_hash is null
    or a.id in (select run_id from won)
),
inserted as (
  insert into run (
    id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, failure, business_key, value,
    currency, correlation_id, hop, seed, order_key, cancel_reason, parent_run, parent_step, created_at, finished_at, updated_at
  )
  select
    id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, failure, business_key, value,
    currency, correlation_id, hop, seed, order_key, declined, parent_run, parent_step, created_at, finished_at, created_at
  from fresh
  returning id
),
shared as (
  -- runs that arrive together are fetched together: a job for up to twenty of them. One that came alone has a job with its own key
  select f.task, f.number / 20 as part, array_agg(f.id order by f.id) as ids
  from (select id, task, row_number() over (partition by task order by id) - 1 as number from fresh where status = 'queued') f
  group by 1, 2
),
queued as (
  -- what graphile_worker.add_jobs would write, without its fixed cost, which was half of a small batch. A task that the queue does not know
  -- fails the statement: there is no run without its job (install-tasks.sql makes them known)
  insert into graphile_worker._private_jobs (task_id, payload, max_attempts, key)
  select
    t.id,
    case when cardinality(s.ids) = 1 then json_build_object('runId', s.ids[1]) else json_build_object('runIds', s.ids) end,
    32767,
    case when cardinality(s.ids) = 1 then 'run:' || s.ids[1] end
  from shared s
  left join graphile_worker._private_tasks t on t.identifier = s.task
  returning id
),
called as (
  select pg_notify('jobs:insert', json_build_object('r', random(), 'count', count(*))::text) as sent
  from queued
  having count(*) > 0
),
page as (
  -- a list of messages costs every listener as much as one; twenty stay well below the 8,000 bytes that a notification may have
  select '[' || string_agg(f.message, ',') || ']' as messages
  from (select message, (row_number() over () - 1) / 20 as number from fresh) f
  group by f.number
),
announced as (
  select count(pg_notify($2, p.messages)) as sent
  from page p
)
select i.id
from inserted i
cross join announced
left join called on true
