delete from app_group_member
where user_id = $1 and not (group_key = any ($2::text[]))
