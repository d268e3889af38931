insert into bulk_replay (id, environment, rate_per_minute, begin_at, version, filter, runs, created_by, created_at, next_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
