delete from odoo_seen
where registration_id = $1
