-- Approvals are locked before their runs, as deciding does.
select a.id
from approval a
where a.run_id = any ($1::uuid[])
  and a.state in ('open', 'decided')
order by a.id
for update
