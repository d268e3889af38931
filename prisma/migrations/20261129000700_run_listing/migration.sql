-- A run that is accepted, goes on without waiting and succeeds changes no indexed column on its way: its end is a new version of the row in
-- its page, and no entry in any index. So no index stands on the status. What runs are looked for by is `listed_as`: their status, but
-- nothing for a run that has succeeded, and nothing yet for one that was queued a moment ago.
alter table run add column listed_as text;
-- the order key of a run that has not ended
alter table run add column open_key text;

-- Up to when queued runs have been listed; those that came later are few, and found by their ids.
create table run_listing (
  id integer not null primary key default 1,
  upto timestamptz(3) not null
);
alter table run_listing add constraint run_listing_is_one_row check (id = 1);
insert into run_listing (upto) values (clock_timestamp());

update run
set
  listed_as = nullif(status, 'succeeded'),
  open_key = case when finished_at is null then order_key end
where status <> 'succeeded';

-- From this id on there may be queued runs that are not listed. Two minutes are for clocks that differ and for commits that took long.
create function queued_since() returns uuid
language sql stable as $$
  select uuid7_floor(l.upto - interval '2 minutes') from run_listing l
$$;

create function run_listed() returns trigger
language plpgsql as $$
begin
  new.listed_as := nullif(new.status, 'succeeded');
  new.open_key := case when new.finished_at is null then new.order_key end;
  return new;
end $$;
-- Kept here, so that no writer can forget it; the run on its shortest way never needs it.
create trigger run_listed before insert or update on run for each row
when (
  (new.listed_as is distinct from new.status and not (new.listed_as is null and new.status in ('queued', 'succeeded')))
  or new.open_key is distinct from case when new.finished_at is null then new.order_key end
)
execute function run_listed();

-- ids grow: in ascending order a new entry goes to the end of its group, and pages are left full instead of half empty
drop index run_list_idx, run_status_idx, run_flow_idx, run_order_idx, run_correlation_idx;
create index run_list_idx on run (environment, id);
create index run_listed_idx on run (environment, listed_as, id) where listed_as is not null;
create index run_flow_idx on run (flow_id, environment, id);
create index run_order_idx on run (flow_id, environment, open_key, id) where open_key is not null;
-- a run that began a business transaction is found by its id: `r.correlation_id = x and (r.correlation_id <> r.id::text or r.id = uuid_of(x))`
create function uuid_of(text) returns uuid
language sql immutable strict as $$
  select case when $1 ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $1::uuid end
$$;
create index run_correlation_idx on run (correlation_id) where correlation_id <> id::text;
