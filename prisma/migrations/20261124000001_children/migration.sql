-- The run that started a run through a sub-flow step, and waits for its end.
alter table run add column parent_run uuid;
alter table run add column parent_step text;
create index run_parent_idx on run (parent_run) where parent_run is not null;
