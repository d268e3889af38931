insert into history_month (month, swept_at, kept, removed)
values ($1, $2, $3, $4)
on conflict (month) do update
set swept_at = excluded.swept_at, kept = excluded.kept, removed = history_month.removed + excluded.removed
