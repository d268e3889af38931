select given.key
from unnest($1::text[]) as given (key)
where not exists (select 1 from app_group where app_group.key = given.key)
