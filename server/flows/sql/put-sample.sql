-- $1 id, $2 flow, $3 name, $4 trigger, $5 pinned
insert into sample (id, flow_id, name, trigger, pinned) values ($1, $2, $3, $4, $5)
on conflict (id) do update set name = excluded.name, trigger = excluded.trigger, pinned = excluded.pinned where sample.flow_id = excluded.flow_id
returning id, name, trigger, pinned, created_at
