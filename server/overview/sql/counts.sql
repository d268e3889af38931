-- The numbers at the top. Open states are counted whatever their age; the rest over the last 24 hours.
select
  (select count(*) from run r where r.environment = $1 and r.chunk is null and r.id >= uuid7_floor($2))::integer as accepted,
  (select count(*) from run r where r.environment = $1 and r.chunk is null and r.status = 'succeeded' and r.id >= uuid7_floor($2))::integer as succeeded,
  (select count(*) from run r where r.environment = $1 and r.chunk is null and r.listed_as = 'failed' and r.id >= uuid7_floor($2))::integer as failed,
  (select count(*) from run r where r.environment = $1 and r.chunk is null and r.listed_as = 'waiting')::integer as waiting,
  (select count(*) from run r where r.environment = $1 and r.chunk is null and r.listed_as = 'parked')::integer as parked,
  (select count(*) from approval a where a.environment = $1 and a.state = 'open')::integer as open_approvals
