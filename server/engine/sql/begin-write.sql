-- A call that writes in an Odoo which is watched is about to be sent.
insert into odoo_write (environment, connection, model, run_id, flow_id, correlation_id, hop)
values ($1, $2, $3, $4, $5, $6, $7)
returning id
