-- What runs waited for that have ended.
delete from expectation x
where not exists (
    select 1
    from run r
    where r.id = x.run_id
      and r.status in ('queued', 'running', 'waiting', 'parked')
  )
