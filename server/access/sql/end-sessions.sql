delete from app_session
where user_id = $1
