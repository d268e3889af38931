-- in the order of ids, so that two changes at once wait for each other instead of locking each other out
select id
from app_user
where role = 'administrator' and disabled_at is null
order by id
for update
