-- Everybody who can be asked, with the groups they are in.
select
  u.id,
  u.name,
  u.email,
  u.role,
  array(select g.group_key from app_group_member g where g.user_id = u.id) as groups
from app_user u
where u.disabled_at is null
