-- Records that were there, between two ids, and are not among those that Odoo has. $1 trigger, $2 after, $3 up to (null: the last), $4 what Odoo has
select record_id
from odoo_seen
where registration_id = $1
  and is_inside
  and record_id > $2
  and ($3::integer is null or record_id <= $3)
  and not (record_id = any ($4::integer[]))
order by record_id
