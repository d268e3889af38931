insert into app_account (id, account_id, provider_id, user_id, password)
values ($1, $2, 'credential', $2, $3)
