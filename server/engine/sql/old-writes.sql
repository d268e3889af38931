-- A sweep that has not seen by now what a flow wrote has been away for two days, and takes it for somebody else's.
delete from odoo_write
where began_at < now() - interval '2 days'
