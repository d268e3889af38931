-- Events of a topic that a run has not looked at yet, oldest first.
select e.seq::text as seq, e.id, e.topic, e.key, e.payload, e.at
from event e
where e.environment = $1
  and e.topic = $2
  and e.seq > $3::bigint
  and e.seq <= $4::bigint
  and e.at >= $5
  and ($6::text is null or e.key = $6)
  and ($7::timestamptz is null or e.at <= $7)
order by e.seq
limit $8
