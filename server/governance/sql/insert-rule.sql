insert into ownership_rule (id, object_kind, object, field, system, policy, writers, note, updated_by_name, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict on constraint ownership_rule_place do nothing
returning id
