-- A part of a long for each becomes a run of its own, with its job, once: its id says which part of what it is. Only the holder of the
-- parent's lease begins one; the parent's row is locked, so that a holder who was only frozen comes too late.
with holder as (
  select p.*
  from run p
  where p.id = $1
    and p.lease_owner = $2
    and p.lease_epoch = $3
  for no key update
),
begun as (
  insert into run (
    id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, business_key, currency,
    correlation_id, hop, seed, replay_of, parent_run, parent_step, chunk, created_at, updated_at, listed_as
  )
  select
    $4, h.environment, h.flow_id, h.flow_key, h.version_id, h.version_number, h.trigger_step, h.latency, h.origin, $5::jsonb, 'queued', h.business_key,
    h.currency, h.correlation_id, h.hop, h.seed, h.replay_of, h.id, $6, $7, $8, $8,
    -- its id is as old as its parent's: nobody would find it among the newest
    'queued'
  from holder h
  on conflict (id) do nothing
  returning id
),
queued as (
  select count(*) as jobs
  from graphile_worker.add_jobs(
    array(select ($9, json_build_object('runId', b.id), null, null, 32767, 'run:' || b.id, 0, null)::graphile_worker.job_spec from begun b)
  )
)
select
  (select count(*) from holder)::integer as held,
  (select count(*) from begun)::integer as begun,
  q.jobs
from queued q
