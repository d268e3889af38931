select object_kind, object, field, system, policy, writers, note
from ownership_rule
where id = $1
for update
