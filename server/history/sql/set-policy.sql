update retention_policy n
set succeeded_days = $2, failed_days = $3, updated_at = $4
from (select * from retention_policy where environment = $1 for update) o
where n.environment = o.environment
returning o.succeeded_days as was_succeeded, o.failed_days as was_failed
