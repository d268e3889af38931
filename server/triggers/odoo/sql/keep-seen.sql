-- What was seen of records, where nobody has written it down since it was looked up. $1 trigger, $2 generation, $3 records, $4 when they were read
with given as (
  select *
  from jsonb_to_recordset($3::jsonb) as g (record_id integer, revision integer, written text, again integer, is_inside boolean, held jsonb)
),
changed as (
  update odoo_seen s
  set
    revision = s.revision + 1,
    generation = $2,
    written = g.written,
    again = g.again,
    is_inside = g.is_inside,
    held = g.held,
    read_at = $4
  from given g
  where s.registration_id = $1
    and s.record_id = g.record_id
    and s.revision = g.revision
  returning s.record_id
),
added as (
  insert into odoo_seen (registration_id, record_id, generation, written, again, is_inside, held, read_at)
  select $1, g.record_id, $2, g.written, g.again, g.is_inside, g.held, $4
  from given g
  where g.revision = 0
  on conflict do nothing
  returning record_id
)
select record_id from changed
union all
select record_id from added
