-- In the order of ids, so that two writers wait for each other and never in a circle.
select id, fields from practice.record where model = $1 and id = any ($2::integer[]) order by id for update
