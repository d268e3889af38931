-- For a run that somebody else advances: they look at it when they let go.
update run
set wake_requested = true
where id = any ($1::uuid[])
  and lease_owner is not null
  and lease_owner <> $2
returning id
