-- The runs of a bulk replay in their order, each with what became of it.
select
  i.position,
  i.run_id,
  i.state,
  i.replay_id,
  i.refusal,
  i.at,
  o.business_key,
  o.flow_key,
  o.status as run_status,
  r.status as replay_status
from bulk_replay_run i
left join run o on o.id = i.run_id
left join run r on r.id = i.replay_id
where i.bulk_id = $1
  and ($2::text is null or i.state = $2)
  and i.position > $3
order by i.position
limit $4
