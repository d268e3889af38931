-- Schedules whose time has come, or whose version is new. A row that another scheduler holds is its own business.
select s.registration_id, s.version_id, s.spec, s.seen_at, s.previous_at, s.waiting, r.environment, r.token, r.flow_id, r.step_id
from schedule s
join registration r on r.id = s.registration_id
where r.active
  and (s.next_at is null or s.next_at <= $1 or s.version_id is distinct from r.version_id)
order by s.registration_id
for update of s skip locked
limit 100
