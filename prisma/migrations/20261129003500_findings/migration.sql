-- Runs whose state and job disagreed, as a worker's watchdog found and repaired them. Kept for a month, beside history: a run may be gone before.
create table finding (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null default clock_timestamp(),
  kind text not null check (kind in ('job-missing', 'worker-lost', 'turn-missing')),
  run_id uuid not null,
  environment text not null
);
create index finding_environment_idx on finding (environment, at desc);
create index finding_run_idx on finding (run_id);
