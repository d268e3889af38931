-- Places of runs that have ended while they were parked: cancelled, for one.
delete from parking p
where not exists (
  select 1
  from run r
  where r.id = p.run_id
    and r.finished_at is null
)
