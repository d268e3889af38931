update app_user
set role = $2, disabled_at = $3, updated_at = now()
where id = $1
