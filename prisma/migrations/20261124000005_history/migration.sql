-- How long history is kept, and how an old month is thinned out: never row by row, but by putting a table that holds only its survivors
-- in the place of the old one.

create table retention_policy (
  environment text not null primary key,
  succeeded_days integer not null,
  failed_days integer not null,
  updated_at timestamptz(3) not null default now()
);
alter table retention_policy add foreign key (environment) references environment (key) on delete cascade;
alter table retention_policy add constraint retention_policy_days check (succeeded_days between 1 and 3660 and failed_days between 1 and 3660);

insert into retention_policy (environment, succeeded_days, failed_days)
select key, case key when 'production' then 180 else 30 end, case key when 'production' then 365 else 60 end
from environment;

-- what was done with a month: it is looked at again only when another part of it has grown old
create table history_month (
  month text not null primary key,
  swept_at timestamptz(3) not null,
  kept bigint not null,
  removed bigint not null
);

-- origins are forgotten by their age, in the order in which they came: an index of a few pages finds them
create index origin_created_idx on origin using brin (created_at);

create function history_columns(parent regclass) returns text
language sql stable as $$
  select string_agg(quote_ident(attname), ', ' order by attnum)
  from pg_attribute
  where attrelid = parent and attnum > 0 and not attisdropped
$$;

-- Copies a month's survivors beside it, while everybody goes on reading and writing: runs that have not ended, runs with an open approval,
-- and runs that are younger than their policy says. `keep`: [{ environment, flow_key, succeeded, failed }] in seconds; a flow's own entry
-- goes before its environment's, and without any a run is kept.
create function history_copy(month text, keep jsonb, at timestamptz) returns table (kept bigint, removed bigint)
language plpgsql as $$
declare
  first timestamptz := to_date(month, 'YYYY_MM')::timestamp at time zone 'UTC';
  low uuid := uuid7_floor(first);
  high uuid := uuid7_floor((first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  total bigint;
begin
  execute format('drop table if exists %I, %I', 'run_' || month || '_kept', 'step_run_' || month || '_kept');
  execute format('create table %I (like run including all, constraint in_month check (id >= %L and id < %L))', 'run_' || month || '_kept', low, high);
  execute format('create table %I (like step_run including all, constraint in_month check (run_id >= %L and run_id < %L))', 'step_run_' || month || '_kept', low, high);
  execute format($copy$
    insert into %1$I (%2$s)
    select %2$s
    from %3$I r
    where r.status not in ('succeeded', 'failed', 'cancelled', 'skipped')
      or exists (select 1 from approval a where a.run_id = r.id and a.state in ('open', 'decided'))
      or r.finished_at > coalesce((
        select $2 - make_interval(secs => case when r.status = 'failed' then k.failed else k.succeeded end)
        from jsonb_to_recordset($1) as k (environment text, flow_key text, succeeded double precision, failed double precision)
        where k.environment = r.environment and (k.flow_key is null or k.flow_key = r.flow_key)
        order by k.flow_key nulls last
        limit 1
      ), '-infinity')
  $copy$, 'run_' || month || '_kept', history_columns('run'), 'run_' || month) using keep, at;
  get diagnostics kept = row_count;
  execute format('insert into %1$I (%2$s) select %2$s from %3$I s where s.run_id in (select id from %4$I)',
    'step_run_' || month || '_kept', history_columns('step_run'), 'step_run_' || month, 'run_' || month || '_kept');
  execute format('select count(*) from %I', 'run_' || month) into total;
  removed := total - kept;
  return next;
end $$;

-- Puts the survivors in the month's place. Only this waits for others, and others for it: what changed since the copy, runs that have not
-- ended, is copied once more, and two tables change their names.
create function history_swap(month text) returns void
language plpgsql as $$
declare
  first timestamptz := to_date(month, 'YYYY_MM')::timestamp at time zone 'UTC';
  low uuid := uuid7_floor(first);
  high uuid := uuid7_floor((first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  parent text;
  unfinished uuid[];
begin
  lock table only run in access exclusive mode;
  lock table only step_run in access exclusive mode;
  execute format('select coalesce(array_agg(id), ''{}'') from %I where status not in (''succeeded'', ''failed'', ''cancelled'', ''skipped'')', 'run_' || month || '_kept') into unfinished;
  execute format('delete from %I where id = any ($1)', 'run_' || month || '_kept') using unfinished;
  execute format('delete from %I where run_id = any ($1)', 'step_run_' || month || '_kept') using unfinished;
  execute format('insert into %I (%2$s) select %2$s from %3$I where id = any ($1)', 'run_' || month || '_kept', history_columns('run'), 'run_' || month) using unfinished;
  execute format('insert into %I (%2$s) select %2$s from %3$I where run_id = any ($1)', 'step_run_' || month || '_kept', history_columns('step_run'), 'step_run_' || month) using unfinished;
  foreach parent in array array['run', 'step_run'] loop
    execute format('alter table %I detach partition %I', parent, parent || '_' || month);
    execute format('alter table %I rename to %I', parent || '_' || month, parent || '_' || month || '_old');
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, parent || '_' || month || '_kept', low, high);
    execute format('alter table %I rename to %I', parent || '_' || month || '_kept', parent || '_' || month);
    execute format('alter table %I drop constraint in_month', parent || '_' || month);
  end loop;
end $$;
