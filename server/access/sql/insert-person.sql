insert into app_user (id, name, email, email_verified, role)
values ($1, $2, $3, true, $4)
on conflict (email) do nothing
returning id
