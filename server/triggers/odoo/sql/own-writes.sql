-- What flows wrote in this Odoo and may show here, in one look: of these records; under way; and at the time of a change that it may have
-- caused elsewhere. $1 environment, $2 connection, $3 model, $4 records, $5 and $6 the time of the changes, our clock
select record_id, is_new, fields, flow_id, correlation_id, hop, began_at, ended_at,
  case
    when model = $3 and record_id = any ($4::integer[]) then 'record'
    when record_id is null and began_at > now() - interval '60 seconds' then 'under-way'
    else 'around'
  end as how
from odoo_write
where environment = $1
  and connection = $2
  and (
    (model = $3 and record_id = any ($4::integer[]))
    or (record_id is null and began_at > now() - interval '60 seconds')
    or (began_at <= $6 and coalesce(ended_at, began_at + interval '60 seconds') >= $5)
  )
order by id
