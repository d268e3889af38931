-- Canonical business objects. `json` keeps the fields in the order in which their author wrote them.
create table contract (
  key text not null primary key,
  name text not null,
  description text not null default '',
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz(3) not null default now(),
  constraint contract_key check (key ~ '^[a-z][a-z0-9-]{0,59}$')
);

create table contract_version (
  contract text not null references contract (key),
  number integer not null,
  schema json not null,
  note text not null default '',
  state text not null default 'draft',
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz(3) not null default now(),
  state_by_name text,
  state_at timestamptz(3),
  primary key (contract, number),
  constraint contract_version_number check (number > 0),
  constraint contract_version_state check (state in ('draft', 'active', 'retired'))
);

-- A version never changes, whoever asks: only its state moves, and only onwards.
create function contract_version_is_immutable() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'version % of contract % cannot be removed: retire it', old.number, old.contract;
  end if;
  if (new.contract, new.number, new.schema::text, new.note, new.created_by_id, new.created_by_name, new.created_at)
    is distinct from (old.contract, old.number, old.schema::text, old.note, old.created_by_id, old.created_by_name, old.created_at) then
    raise exception 'version % of contract % cannot be changed: make a new one', old.number, old.contract;
  end if;
  if new.state <> old.state and not (old.state = 'draft' or (old.state = 'active' and new.state = 'retired')) then
    raise exception 'version % of contract % is % and cannot become %', old.number, old.contract, old.state, new.state;
  end if;
  return new;
end $$;
create trigger contract_version_is_immutable before update or delete on contract_version
  for each row execute function contract_version_is_immutable();
