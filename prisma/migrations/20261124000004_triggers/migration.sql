-- Where each schedule stands: the latest tick that was looked at, the next one, and ticks that wait for the run before them to end.
create table schedule (
  registration_id uuid not null primary key,
  -- the version whose schedule this is: another one is read anew
  version_id uuid,
  spec text,
  seen_at timestamptz(3) not null default now(),
  previous_at timestamptz(3),
  next_at timestamptz(3),
  waiting jsonb not null default '[]'
);
alter table schedule add foreign key (registration_id) references registration (id) on delete cascade;
