-- Runs leave their lanes, whether they had their turn there or waited for it.
with given as (
  select *
  from json_to_recordset($1::json) as g (lane text, run_id uuid)
),
unparked as (
  delete from parking p
  using given g
  where p.lane = g.lane
    and p.run_id = g.run_id
)
delete from turn t
using given g
where t.lane = g.lane
  and t.run_id = g.run_id
