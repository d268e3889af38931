-- Tables of the first release. Written by hand: Prisma knows no partitions, checks or partial indexes.

create table app_user (
  id text not null primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'viewer',
  disabled_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table app_session (
  id text not null primary key,
  token text not null unique,
  user_id text not null,
  expires_at timestamptz(3) not null,
  ip_address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table app_account (
  id text not null primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table app_verification (
  id text not null primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table app_rate_limit (
  id text not null primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

create table app_group (
  key text not null primary key,
  name text not null
);

create table app_group_member (
  group_key text not null,
  user_id text not null,
  primary key (group_key, user_id)
);

create table api_key (
  id uuid not null primary key,
  name text not null,
  hash text not null unique,
  prefix text not null,
  role text not null,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);

create table audit (
  id uuid not null primary key,
  at timestamptz(3) not null default now(),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  environment text,
  detail jsonb not null default '{}'
);

create table installation (
  id integer not null default 1 primary key,
  key uuid not null,
  seeded_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);

create table environment (
  key text not null primary key,
  name text not null,
  position integer not null
);

create table flow (
  id uuid not null primary key,
  key text not null unique,
  name text not null,
  created_at timestamptz(3) not null default now(),
  archived_at timestamptz(3)
);

create table draft (
  flow_id uuid not null primary key,
  document jsonb not null,
  revision integer not null default 1,
  from_version integer,
  updated_by_id text not null,
  updated_by_name text not null,
  updated_at timestamptz(3) not null default now()
);

create table version (
  id uuid not null primary key,
  flow_id uuid not null,
  number integer not null,
  document jsonb not null,
  hash text not null,
  note text not null default '',
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz(3) not null default now(),
  unique (flow_id, number)
);

create table deployment (
  id uuid not null primary key,
  flow_id uuid not null,
  environment text not null,
  version_id uuid not null,
  deployed_by_id text not null,
  deployed_by_name text not null,
  deployed_at timestamptz(3) not null default now(),
  active boolean not null default true
);

create table registration (
  id uuid not null primary key,
  environment text not null,
  flow_id uuid not null,
  step_id text not null,
  type text not null,
  token text not null unique,
  topic text,
  version_id uuid not null,
  active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  unique (environment, flow_id, step_id)
);

create table sample (
  id uuid not null primary key,
  flow_id uuid not null,
  name text not null,
  trigger jsonb not null,
  pinned boolean not null default false,
  created_at timestamptz(3) not null default now()
);

create table connection (
  id uuid not null primary key,
  environment text not null,
  key text not null,
  kind text not null,
  name text not null,
  config jsonb not null,
  secrets bytea,
  secret_hints jsonb not null default '{}',
  secrets_at timestamptz(3),
  health jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (environment, key)
);

create table secret (
  environment text not null,
  name text not null,
  ciphertext bytea not null,
  updated_at timestamptz(3) not null default now(),
  primary key (environment, name)
);

create table variable (
  environment text not null,
  name text not null,
  value jsonb not null,
  updated_at timestamptz(3) not null default now(),
  primary key (environment, name)
);

create table run (
  id uuid not null primary key,
  environment text not null,
  flow_id uuid not null,
  flow_key text not null,
  version_id uuid not null,
  version_number integer not null,
  trigger_step text not null,
  latency text not null,
  origin text not null,
  trigger jsonb not null,
  status text not null,
  waiting_for jsonb,
  business_key text,
  value numeric(20,4),
  currency text,
  correlation_id text not null,
  hop integer not null default 0,
  seed text not null,
  replay_of uuid,
  replay_from text,
  replay_edits jsonb,
  failure jsonb,
  lease_owner uuid,
  lease_epoch integer not null default 0,
  wake_requested boolean not null default false,
  cancel_reason text,
  cancelled_by text,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  updated_at timestamptz(3) not null
) partition by range (id);

create table step_run (
  run_id uuid not null,
  seq integer not null,
  step_id text not null,
  visit integer not null,
  item text not null default '',
  status text not null,
  port text,
  how text not null default 'executed',
  attempts jsonb not null default '[]',
  output jsonb,
  request jsonb,
  response jsonb,
  failure jsonb,
  waiting_for jsonb,
  effect_key text,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  primary key (run_id, seq)
) partition by range (run_id);

create table origin (
  environment text not null,
  trigger text not null,
  hash bytea not null,
  mode text not null default 'live',
  run_id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (environment, trigger, hash, mode)
);

create table receipt (
  effect_key text not null primary key,
  environment text not null,
  flow_id uuid not null,
  step_id text not null,
  run_id uuid not null,
  state text not null,
  delivery text not null,
  request_hash text not null,
  outcome jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table worker (
  id uuid not null primary key,
  worker_ids text[] not null,
  host text not null,
  pid integer not null,
  started_at timestamptz(3) not null default now(),
  heartbeat_at timestamptz(3) not null default now()
);

create table resume (
  id uuid not null primary key,
  run_id uuid not null,
  step_id text not null,
  visit integer not null,
  port text not null,
  output jsonb not null,
  effective_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  consumed_at timestamptz(3),
  created_at timestamptz(3) not null default now()
);

create table approval (
  id uuid not null primary key,
  run_id uuid not null,
  step_id text not null,
  visit integer not null,
  environment text not null,
  flow_id uuid not null,
  title text not null,
  summary text,
  facts jsonb not null,
  form jsonb,
  assignees jsonb not null,
  policy jsonb not null,
  state text not null,
  outcome text,
  due_at timestamptz(3),
  effective_at timestamptz(3),
  created_at timestamptz(3) not null,
  closed_at timestamptz(3),
  unique (run_id, step_id, visit)
);

create table approval_decision (
  id uuid not null primary key,
  approval_id uuid not null,
  outcome text not null,
  reason text,
  form jsonb,
  by_kind text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz(3) not null default now(),
  withdrawn_at timestamptz(3),
  seen text not null,
  rechecked boolean not null default true
);

create table event (
  id text not null primary key,
  environment text not null,
  topic text not null,
  key text,
  payload jsonb not null,
  correlation_id text not null,
  hop integer not null default 0,
  run_id uuid,
  at timestamptz(3) not null default now()
);

alter table app_session add foreign key (user_id) references app_user (id) on delete cascade;
alter table app_account add foreign key (user_id) references app_user (id) on delete cascade;
alter table app_group_member add foreign key (group_key) references app_group (key) on delete cascade;
alter table app_group_member add foreign key (user_id) references app_user (id) on delete cascade;
alter table draft add foreign key (flow_id) references flow (id) on delete cascade;
alter table version add foreign key (flow_id) references flow (id) on delete cascade;
alter table deployment add foreign key (flow_id) references flow (id) on delete cascade;
alter table deployment add foreign key (version_id) references version (id);
alter table sample add foreign key (flow_id) references flow (id) on delete cascade;
alter table approval_decision add foreign key (approval_id) references approval (id) on delete cascade;

create index audit_at_idx on audit (at desc);
create index audit_subject_kind_subject_id_idx on audit (subject_kind, subject_id);
create index deployment_flow_id_environment_idx on deployment (flow_id, environment);
create index registration_environment_type_topic_idx on registration (environment, type, topic);
create index sample_flow_id_idx on sample (flow_id);
create index resume_run_id_idx on resume (run_id);
create index approval_decision_approval_id_idx on approval_decision (approval_id);
create index event_environment_topic_at_idx on event (environment, topic, at desc);

-- ---- rules that the tables keep by themselves --------------------------------------------
alter table app_user add constraint app_user_role check (role in ('viewer', 'analyst', 'approver', 'operator', 'administrator'));
alter table api_key add constraint api_key_role check (role in ('viewer', 'analyst', 'approver', 'operator', 'administrator'));
alter table installation add constraint installation_is_one_row check (id = 1);
alter table run add constraint run_status check (status in ('queued', 'running', 'waiting', 'parked', 'succeeded', 'failed', 'cancelled', 'skipped'));
alter table run add constraint run_finished check ((status in ('succeeded', 'failed', 'cancelled', 'skipped')) = (finished_at is not null));
alter table run add constraint run_failed_has_failure check (status <> 'failed' or failure is not null);
alter table step_run add constraint step_run_status check (status in ('running', 'waiting', 'succeeded', 'failed', 'cancelled'));
alter table step_run add constraint step_run_how check (how in ('executed', 'copied', 'found', 'simulated'));
alter table origin add constraint origin_mode check (mode in ('live', 'dry'));
alter table receipt add constraint receipt_state check (state in ('intent', 'done', 'unknown'));
alter table approval add constraint approval_state check (state in ('open', 'decided', 'done', 'expired', 'cancelled'));
alter table approval_decision add constraint approval_decision_outcome check (outcome in ('approved', 'rejected', 'changes'));

create unique index deployment_one_active on deployment (flow_id, environment) where active;
create unique index sample_one_pinned on sample (flow_id) where pinned;
create unique index approval_decision_one_each on approval_decision (approval_id, by_id) where withdrawn_at is null;
create index approval_open_idx on approval (environment, due_at) where state in ('open', 'decided');
create index resume_pending_idx on resume (run_id) where consumed_at is null and withdrawn_at is null;
create index run_list_idx on run (environment, id desc);
create index run_status_idx on run (environment, status, id desc);
create index run_flow_idx on run (flow_id, environment, id desc);
create index run_business_key_idx on run (environment, business_key text_pattern_ops) where business_key is not null;
create index run_correlation_idx on run (correlation_id);
create index run_replay_idx on run (replay_of) where replay_of is not null;
create index run_lease_idx on run (lease_owner) where lease_owner is not null;

-- ---- history is partitioned by month, on the time inside the UUIDv7 key ---------------------
-- run on its id and step_run on run_id, so that a run and its steps are always dropped together.
create function uuid7_floor(at timestamptz) returns uuid
language sql immutable strict as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

create function ensure_history_partitions(months_ahead integer) returns integer
language plpgsql as $$
declare
  month timestamptz;
  made integer := 0;
  parent text;
  child text;
begin
  -- one maker at a time: two processes that start together would collide on the names
  perform pg_advisory_xact_lock(hashtext('throughline.partitions'));
  for offset_months in 0..months_ahead loop
    month := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' + make_interval(months => offset_months);
    foreach parent in array array['run', 'step_run'] loop
      child := parent || '_' || to_char(month at time zone 'UTC', 'YYYY_MM');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          child, parent, uuid7_floor(month), uuid7_floor(month + interval '1 month'));
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

create table run_default partition of run default;
create table step_run_default partition of step_run default;
select ensure_history_partitions(2);

insert into environment (key, name, position) values ('development', 'Development', 1), ('test', 'Test', 2), ('production', 'Production', 3);
insert into installation (id, key) values (1, gen_random_uuid());
