select id
from ownership_rule
where object_kind = $1 and object = $2 and field = $3 and id <> $4
