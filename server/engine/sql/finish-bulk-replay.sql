-- Every run of it has been replayed or refused.
update bulk_replay
set
  state = 'finished',
  finished_at = $2
where id = $1
  and state = 'running'
returning id
