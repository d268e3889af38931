select id, fields, to_char(create_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as create_date, to_char(write_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as write_date
from practice.record
where model = $1 and ($2::integer[] is null or id = any ($2))
order by id
