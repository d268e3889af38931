-- Where each Odoo trigger stands. Times of Odoo are kept as Odoo gives them, whole seconds of its own clock in UTC, and are never mixed with ours.
create table odoo_watch (
  registration_id uuid not null primary key references registration (id) on delete cascade,
  -- the deployment that was planned last ('gone': it listens no more), and the settings that are in force
  planned text,
  spec text,
  place text,
  -- raised whenever what stands in Odoo is taken note of anew; what was noted in an earlier one may be incomplete
  generation integer not null default 0,
  -- records up to this id have been taken note of; null: all of them
  baseline_id integer,
  -- what was written before is no news
  began text,
  -- everything that was written before has been told, but for transactions that take longer than the overlap
  mark text,
  -- by our clock: Odoo's was not behind the mark at this moment
  anchor_at timestamptz(3),
  -- a sweep that was interrupted goes on after this id
  cursor_id integer,
  cursor_began_at timestamptz(3),
  reconcile_at timestamptz(3),
  next_at timestamptz(3) not null default now(),
  held_by uuid,
  held_until timestamptz(3),
  swept_at timestamptz(3),
  failures integer not null default 0,
  failure jsonb,
  -- made | refused | missing; null: not tried yet
  webhook text,
  webhook_detail jsonb
);
create index odoo_watch_next_idx on odoo_watch (next_at);

-- What is known of each watched record: its watched values, so that a change is told once and with what was there before.
create table odoo_seen (
  registration_id uuid not null references odoo_watch (registration_id) on delete cascade,
  record_id integer not null,
  revision integer not null default 1,
  generation integer not null,
  written text not null,
  -- how many changes were told within that second before
  again integer not null default 0,
  is_inside boolean not null,
  held jsonb not null,
  read_at timestamptz(3) not null default now(),
  primary key (registration_id, record_id)
);

-- Records that are to be looked at: Odoo's webhook named them, or a look at them was not the last word.
create table odoo_hint (
  registration_id uuid not null references odoo_watch (registration_id) on delete cascade,
  record_id integer not null,
  -- webhook | self
  source text not null,
  first_at timestamptz(3) not null default now(),
  told_at timestamptz(6) not null default clock_timestamp(),
  due_at timestamptz(3) not null default now(),
  primary key (registration_id, record_id)
);
create index odoo_hint_due_idx on odoo_hint (due_at);

-- How changes came to be known, by the hour.
create table odoo_coverage (
  registration_id uuid not null references registration (id) on delete cascade,
  hour timestamptz(0) not null,
  by_webhook integer not null default 0,
  by_sweep integer not null default 0,
  by_ids integer not null default 0,
  echoes integer not null default 0,
  lag_ms bigint not null default 0,
  longest_lag_ms bigint not null default 0,
  primary key (registration_id, hour)
);
