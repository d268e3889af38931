-- $1 sample, $2 flow, $3 step
update sample set pins = pins - $3::text
where id = $1 and flow_id = $2
returning id, name, trigger, pinned, source, pins, created_at
