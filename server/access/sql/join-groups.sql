insert into app_group_member (group_key, user_id)
select key, $1
from app_group
where key = any ($2::text[])
on conflict do nothing
