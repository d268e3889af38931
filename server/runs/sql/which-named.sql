-- The runs of one list of ids.
where r.id = any ($2::uuid[])
order by r.id desc
