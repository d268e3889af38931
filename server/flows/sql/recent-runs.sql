-- Runs of the last 24 hours by flow. $1 environment, $2 since
select flow_id, status, count(*)::int as runs from run where environment = $1 and created_at >= $2 and chunk is null group by flow_id, status
