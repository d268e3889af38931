-- Runs that wait for a connection. One that is woken for something else and comes back keeps its place.
insert into parking (lane, run_id, reason, rank)
select g.lane, g.run_id, g.reason, g.rank
from json_to_recordset($1::json) as g (lane text, run_id uuid, reason text, rank smallint)
order by g.run_id, g.lane
on conflict (run_id, lane) do update
set reason = excluded.reason
