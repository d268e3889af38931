-- One page of the event log, newest first. Keyset by (at, id): ids of published events are effect keys and have no order.
select
  e.id,
  e.topic,
  e.key,
  e.payload,
  e.at,
  e.run_id,
  e.correlation_id
from event e
where e.environment = $1
  and ($2::text is null or e.topic = $2)
  and ($3::timestamptz is null or (e.at, e.id) < ($3, $4::text))
order by e.at desc, e.id desc
limit $5
