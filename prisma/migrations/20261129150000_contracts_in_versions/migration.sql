-- The schemas of the contracts that its steps name, by name (project@1), as they were when it was published: runs keep to them and look nothing up.
alter table version add column contracts json not null default '{}';
