select v.id
from version v
where v.flow_id = $1
  and v.number = $2
