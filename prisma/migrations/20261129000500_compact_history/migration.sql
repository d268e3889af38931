-- History in fewer and smaller rows. What a run did between two checkpoints goes into one row of `step_row`: the step whose row it is, and in
-- `led_by` the plain ones before it (pure steps that succeeded), each as [seq, step, visit, item, port, started, took, output]: milliseconds,
-- `started` counted from the row's own start. `brief` says what was left out because it stands elsewhere in the row: 1, the response is the
-- output; 2, there was one attempt, from the row's start to its end; 4, a header of the request is the effect's key, and holds `=` instead.
-- `step_run` is what everybody reads: a row for each step, whichever of the two forms it is kept in. Rows of earlier releases are read as they are.
alter table step_run rename to step_row;
alter table step_row add column led_by json;
alter table step_row add column brief smallint not null default 0;

create view step_run as
select
  r.run_id, s.seq, s.step_id, s.visit, s.item, s.status, s.port, s.how, s.attempts, s.output, s.request, s.response, s.failure, s.waiting_for,
  s.effect_key, s.started_at, s.finished_at
from step_row r
cross join lateral (
  select
    r.seq, r.step_id, r.visit, r.item, r.status, r.port, r.how,
    case
      when r.brief & 2 = 0 then r.attempts
      else jsonb_build_array(jsonb_build_object(
        'startedAt', to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'finishedAt', to_char(r.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'failure', null
      ))
    end as attempts,
    r.output,
    case
      when r.brief & 4 = 0 then r.request
      else jsonb_set(r.request, array['headers', (select h.key from jsonb_each_text(r.request -> 'headers') as h where h.value = '=' limit 1)], to_jsonb(r.effect_key))
    end as request,
    case when r.brief & 1 = 0 then r.response else r.output end as response,
    r.failure, r.waiting_for, r.effect_key, r.started_at, r.finished_at
  union all
  select
    (e.value ->> 0)::integer, e.value ->> 1, (e.value ->> 2)::integer, e.value ->> 3, 'succeeded', e.value ->> 4, 'executed', '[]',
    (e.value -> 7)::jsonb, null, null, null, null, null,
    r.started_at + make_interval(secs => (e.value ->> 5)::double precision / 1000),
    r.started_at + make_interval(secs => ((e.value ->> 5)::double precision + (e.value ->> 6)::double precision) / 1000)
  from json_array_elements(r.led_by) as e (value)
) s;

-- the same as before, over the table by its new name; months keep theirs
create or replace function ensure_history_partitions(months_ahead integer) returns integer
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
    foreach parent in array array['run', 'step_row'] loop
      child := case parent when 'step_row' then 'step_run' else parent end || '_' || to_char(month at time zone 'UTC', 'YYYY_MM');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)%s',
          child, parent, uuid7_floor(month), uuid7_floor(month + interval '1 month'),
          case when parent = 'run' then ' with (fillfactor = 50)' else '' end);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

create or replace function history_copy(month text, keep jsonb, at timestamptz) returns table (kept bigint, removed bigint)
language plpgsql as $$
declare
  first timestamptz := to_date(month, 'YYYY_MM')::timestamp at time zone 'UTC';
  low uuid := uuid7_floor(first);
  high uuid := uuid7_floor((first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  total bigint;
begin
  execute format('drop table if exists %I, %I', 'run_' || month || '_kept', 'step_run_' || month || '_kept');
  execute format('create table %I (like run including all, constraint in_month check (id >= %L and id < %L))', 'run_' || month || '_kept', low, high);
  execute format('create table %I (like step_row including all, constraint in_month check (run_id >= %L and run_id < %L))', 'step_run_' || month || '_kept', low, high);
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
    'step_run_' || month || '_kept', history_columns('step_row'), 'step_run_' || month, 'run_' || month || '_kept');
  execute format('select count(*) from %I', 'run_' || month) into total;
  removed := total - kept;
  return next;
end $$;

create or replace function history_swap(month text) returns void
language plpgsql as $$
declare
  first timestamptz := to_date(month, 'YYYY_MM')::timestamp at time zone 'UTC';
  low uuid := uuid7_floor(first);
  high uuid := uuid7_floor((first at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  parent text;
  child text;
  unfinished uuid[];
begin
  lock table only run in access exclusive mode;
  lock table only step_row in access exclusive mode;
  execute format('select coalesce(array_agg(id), ''{}'') from %I where status not in (''succeeded'', ''failed'', ''cancelled'', ''skipped'')', 'run_' || month || '_kept') into unfinished;
  execute format('delete from %I where id = any ($1)', 'run_' || month || '_kept') using unfinished;
  execute format('delete from %I where run_id = any ($1)', 'step_run_' || month || '_kept') using unfinished;
  execute format('insert into %I (%2$s) select %2$s from %3$I where id = any ($1)', 'run_' || month || '_kept', history_columns('run'), 'run_' || month) using unfinished;
  execute format('insert into %I (%2$s) select %2$s from %3$I where run_id = any ($1)', 'step_run_' || month || '_kept', history_columns('step_row'), 'step_run_' || month) using unfinished;
  foreach parent in array array['run', 'step_row'] loop
    child := case parent when 'step_row' then 'step_run' else parent end || '_' || month;
    execute format('alter table %I detach partition %I', parent, child);
    execute format('alter table %I rename to %I', child, child || '_old');
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child || '_kept', low, high);
    execute format('alter table %I rename to %I', child || '_kept', child);
    execute format('alter table %I drop constraint in_month', child);
  end loop;
end $$;
