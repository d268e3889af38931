-- $1 id, $2 flow, $3 name, $4 trigger, $5 pinned, $6 source. What is pinned of steps stays.
insert into sample (id, flow_id, name, trigger, pinned, source) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set name = excluded.name, trigger = excluded.trigger, pinned = excluded.pinned, source = excluded.source
where sample.flow_id = excluded.flow_id
returning id, name, trigger, pinned, source, pins, created_at
