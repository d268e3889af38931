-- Turns of runs that have ended without giving them back.
delete from turn t
where not exists (
  select 1
  from run r
  where r.id = t.run_id
    and r.finished_at is null
)
