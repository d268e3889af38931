-- A part of a long for each that is a run of its own: which one of its frame's parts. Null for every other run.
alter table run add column chunk integer;
