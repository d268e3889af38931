-- Governance: what keeps runs from all going at once. Which runs have their turn, which are parked and for what, how a connection's
-- breaker stands, and how fast and how many at once a connection is asked by all processes together.

-- runs with the same key go one at a time, in the order of their arrival
alter table run add column order_key text;
create index run_order_idx on run (flow_id, environment, order_key, id) where order_key is not null and finished_at is null;

-- a lane lets a number of runs through at once: the runs of a flow, or those with one key
create table turn (
  lane text not null,
  run_id uuid not null,
  since timestamptz(3) not null default now(),
  primary key (run_id, lane)
);
create index turn_lane_idx on turn (lane);

-- runs that wait for a lane or for a connection, in the order in which they are let go on: by latency class, then by arrival
create table parking (
  lane text not null,
  run_id uuid not null,
  reason text not null,
  rank smallint not null default 0,
  since timestamptz(3) not null default now(),
  primary key (run_id, lane)
);
create index parking_lane_idx on parking (lane, rank, run_id);

create table breaker (
  environment text not null,
  connection text not null,
  state text not null default 'closed',
  -- outcomes of the window's half that is under way, and of the half before it
  half_at timestamptz(3) not null default now(),
  ok integer not null default 0,
  failed integer not null default 0,
  ok_before integer not null default 0,
  failed_before integer not null default 0,
  -- failures since the last success
  streak integer not null default 0,
  -- times that it has opened without having closed in between: the pauses grow with them
  trips integer not null default 0,
  opened_at timestamptz(3),
  probe_at timestamptz(3),
  probe_run uuid,
  release_at timestamptz(3),
  release_rate integer not null default 0,
  reason text,
  updated_at timestamptz(3) not null default now(),
  primary key (environment, connection)
);

-- when the next call of a connection may go out, for all processes together
create table pace (
  name text not null primary key,
  next_at timestamptz not null
);

-- how much of its rate a hook has used up, for all processes together; granted: of those that asked last
create table hook_rate (
  registration_id uuid not null primary key,
  next_at timestamptz not null,
  granted integer not null
);

-- calls that may be under way at once; whoever holds a slot renews it, so that those of the dead come back by themselves
create table slot (
  name text not null,
  number integer not null,
  owner uuid not null,
  until timestamptz(3) not null,
  primary key (name, number)
);

alter table breaker add constraint breaker_state check (state in ('closed', 'open', 'half-open', 'ramping'));
alter table breaker add constraint breaker_open_has_probe check (state <> 'open' or probe_at is not null);
alter table parking add constraint parking_reason check (reason in ('breaker', 'limit', 'order', 'flow'));
