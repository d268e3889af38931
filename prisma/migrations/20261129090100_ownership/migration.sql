-- Which system has the say over an object or one of its fields, and which flows carry its values.
create table ownership_rule (
  id uuid not null primary key,
  object_kind text not null,
  object text not null,
  -- '': the whole object
  field text not null default '',
  system text not null,
  policy text not null,
  -- keys of flows
  writers text[] not null default '{}',
  note text not null default '',
  updated_by_name text not null,
  updated_at timestamptz(3) not null default now(),
  constraint ownership_rule_object_kind check (object_kind in ('model', 'contract')),
  constraint ownership_rule_policy check (policy in ('flag', 'stop')),
  constraint ownership_rule_place unique (object_kind, object, field)
);
