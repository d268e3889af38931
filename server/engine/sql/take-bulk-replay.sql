-- A bulk replay whose next run is due. Whoever has it locked is at it: another worker takes another one.
select b.id, b.environment, b.rate_per_minute, b.begin_at, b.version, b.created_by, b.next_at
from bulk_replay b
where b.state = 'running'
  and b.next_at <= $1
order by b.next_at
limit 1
for update skip locked
