-- A person pauses, resumes or cancels a bulk replay; only from where that makes sense. One that is resumed begins with the next run at once.
update bulk_replay
set
  state = $2,
  next_at = case when $2 = 'running' then $4 else next_at end,
  finished_at = case when $2 = 'cancelled' then $4::timestamptz else null end
where id = $1
  and state = any ($3::text[])
returning id
