select record_id, revision, generation, written, again, is_inside, held, read_at
from odoo_seen
where registration_id = $1
  and record_id = any ($2::integer[])
