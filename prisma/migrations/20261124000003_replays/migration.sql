-- Bulk replays: many runs, one after the other, at a rate. Which runs they are is fixed when one begins; what became of each is kept with it.
create table bulk_replay (
  id uuid not null primary key,
  environment text not null,
  state text not null default 'running',
  rate_per_minute integer not null,
  -- where each run goes on: where it failed, or from its start
  begin_at text not null,
  -- the version that each run ran on, or the one that is deployed when its turn comes
  version text not null,
  -- as it was asked for, to be shown; null: the runs were named
  filter jsonb,
  runs integer not null,
  created_by jsonb not null,
  created_at timestamptz(3) not null,
  -- when the next run may begin
  next_at timestamptz(3) not null,
  finished_at timestamptz(3)
);
alter table bulk_replay add constraint bulk_replay_state check (state in ('running', 'paused', 'cancelled', 'finished'));
alter table bulk_replay add constraint bulk_replay_finished check ((state in ('cancelled', 'finished')) = (finished_at is not null));
alter table bulk_replay add constraint bulk_replay_rate check (rate_per_minute between 1 and 6000);
alter table bulk_replay add constraint bulk_replay_begin_at check (begin_at in ('failure', 'start'));
alter table bulk_replay add constraint bulk_replay_version check (version in ('recorded', 'deployed'));
create index bulk_replay_list_idx on bulk_replay (environment, id desc);
create index bulk_replay_due_idx on bulk_replay (next_at) where state = 'running';

create table bulk_replay_run (
  bulk_id uuid not null,
  position integer not null,
  run_id uuid not null,
  state text not null default 'pending',
  replay_id uuid,
  refusal jsonb,
  at timestamptz(3),
  primary key (bulk_id, position),
  unique (bulk_id, run_id)
);
alter table bulk_replay_run add foreign key (bulk_id) references bulk_replay (id) on delete cascade;
alter table bulk_replay_run add constraint bulk_replay_run_state check (state in ('pending', 'started', 'refused'));
alter table bulk_replay_run add constraint bulk_replay_run_started check ((state = 'started') = (replay_id is not null));
alter table bulk_replay_run add constraint bulk_replay_run_refused check ((state = 'refused') = (refusal is not null));
create index bulk_replay_run_pending_idx on bulk_replay_run (bulk_id, position) where state = 'pending';
