-- When the next run of a bulk replay may begin.
update bulk_replay
set next_at = $2
where id = $1
  and state = 'running'
returning id
