-- Which runs a bulk replay takes, in the order in which they get their turn.
insert into bulk_replay_run (bulk_id, position, run_id)
select $1, c.position, c.id
from unnest($2::uuid[]) with ordinality as c (id, position)
