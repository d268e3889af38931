with gone as (delete from practice.record where model = $1 and id = any ($2::integer[]) returning id)
delete from practice.external_id where model = $1 and res_id in (select id from gone)
