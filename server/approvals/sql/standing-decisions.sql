-- Decisions that were not taken back, in the order in which they were made.
select
  d.id,
  d.outcome,
  d.reason,
  d.by_kind as "byKind",
  d.by_id as "byId",
  d.by_name as "byName",
  d.at,
  d.withdrawn_at as "withdrawnAt",
  d.rechecked
from approval_decision d
where d.approval_id = $1
  and d.withdrawn_at is null
order by d.at, d.id
