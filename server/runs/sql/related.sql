-- Runs of the same business transaction, the run that this one replays, and replays of this one; the newest 20.
select r.id
from run r
where r.id <> $1
  and r.chunk is null
  and ((r.correlation_id = $2 and (r.correlation_id <> r.id::text or r.id = uuid_of($2))) or r.replay_of = $1 or r.id = $3)
order by r.id desc
limit 20
