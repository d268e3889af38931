-- The outcome of what a step waits for, effective a little later. One at a time: a second one for the same wait inserts nothing.
insert into resume (id, run_id, step_id, visit, port, output, effective_at)
select $1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7::double precision / 1000)
where exists (
    select 1
    from step_run s
    where s.run_id = $2
      and s.step_id = $3
      and s.visit = $4
      and s.status = 'waiting'
  )
  and not exists (
    select 1
    from resume u
    where u.run_id = $2
      and u.step_id = $3
      and u.visit = $4
      and u.withdrawn_at is null
  )
returning effective_at
