-- What became of a run in a bulk replay. Once.
update bulk_replay_run
set
  state = case when $3::uuid is null then 'refused' else 'started' end,
  replay_id = $3,
  refusal = $4,
  at = $5
where bulk_id = $1
  and position = $2
  and state = 'pending'
returning position
