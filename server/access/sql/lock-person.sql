select id, name, role, disabled_at
from app_user
where id = $1
for update
