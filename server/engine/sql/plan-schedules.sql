-- Schedules that listen and are not known yet begin now; those that do not listen any more are forgotten, so that a later deployment
-- does not catch up with the time in between.
with gone as (
  delete from schedule s
  using registration r
  where r.id = s.registration_id
    and not r.active
)
insert into schedule (registration_id, seen_at)
select r.id, $1
from registration r
where r.type = 'trigger.schedule'
  and r.active
on conflict do nothing
