-- All that stands in Odoo has been taken note of: what was noted for other settings and is not among it lies outside of these.
update odoo_seen
set is_inside = false
where registration_id = $1
  and generation < $2
  and is_inside
