update installation
set seeded_at = $1
where id = 1 and seeded_at is null
