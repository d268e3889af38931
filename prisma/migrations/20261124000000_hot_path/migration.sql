-- A run's row is written three times: accepted, claimed, finished. Where its page has room and no indexed column changes, the second
-- version is neither a new index entry in every index nor a whole row in the log. So pages of `run` keep half of themselves free, and no
-- index stands on the lease, which changes with every claim: leases without a worker are looked for among the unfinished runs instead.
drop index run_lease_idx;

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
    foreach parent in array array['run', 'step_run'] loop
      child := parent || '_' || to_char(month at time zone 'UTC', 'YYYY_MM');
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

do $$
declare
  child regclass;
begin
  for child in select inhrelid::regclass from pg_inherits where inhparent = 'run'::regclass loop
    execute format('alter table %s set (fillfactor = 50)', child);
  end loop;
end $$;
