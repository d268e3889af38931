-- The call has been answered: what it wrote, record by record. $1 the call, $2 records
with call as (
  delete from odoo_write
  where id = $1
  returning environment, connection, model, run_id, flow_id, correlation_id, hop, began_at
)
insert into odoo_write (environment, connection, model, record_id, is_new, fields, run_id, flow_id, correlation_id, hop, began_at, ended_at)
select c.environment, c.connection, c.model, w.record_id, w.is_new, w.fields, c.run_id, c.flow_id, c.correlation_id, c.hop, c.began_at, clock_timestamp()
from call c
cross join jsonb_to_recordset($2::jsonb) as w (record_id integer, is_new boolean, fields jsonb)
