-- A trigger before an update locks the row, and that is a record in the log for each of the two updates that every run has. After it, nothing
-- is locked: the engine's own statements write `listed_as` and `open_key`, and whoever forgets to has it mended by a second update.
drop trigger run_listed on run;
create trigger run_listed before insert on run for each row
when (
  (new.listed_as is distinct from new.status and not (new.listed_as is null and new.status in ('queued', 'succeeded')))
  or new.open_key is distinct from case when new.finished_at is null then new.order_key end
)
execute function run_listed();

create function run_listed_again() returns trigger
language plpgsql as $$
begin
  update run
  set
    listed_as = nullif(new.status, 'succeeded'),
    open_key = case when new.finished_at is null then new.order_key end
  where id = new.id;
  return null;
end $$;
create trigger run_listed_again after update on run for each row
when (
  (new.listed_as is distinct from new.status and not (new.listed_as is null and new.status in ('queued', 'succeeded')))
  or new.open_key is distinct from case when new.finished_at is null then new.order_key end
)
execute function run_listed_again();
