update environment n
set sandbox = $2
from (select * from environment where key = $1 for update) o
where n.key = o.key
returning n.name, o.sandbox as was
