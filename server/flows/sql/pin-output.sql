-- $1 sample, $2 flow, $3 step, $4 what is kept of it: { port, output }
update sample set pins = pins || jsonb_build_object($3::text, $4::jsonb)
where id = $1 and flow_id = $2
returning id, name, trigger, pinned, source, pins, created_at
