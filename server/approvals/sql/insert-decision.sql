-- One decision per person: the partial unique index on (approval_id, by_id) of decisions that stand refuses a second one.
insert into approval_decision (id, approval_id, outcome, reason, form, by_kind, by_id, by_name, at, seen, rechecked)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (approval_id, by_id) where withdrawn_at is null do nothing
returning id
