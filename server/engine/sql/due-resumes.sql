-- Whether outcomes wait to be taken.
select exists (
  select 1
  from resume
  where run_id = $1
    and consumed_at is null
    and withdrawn_at is null
    and effective_at <= clock_timestamp()
) as due
