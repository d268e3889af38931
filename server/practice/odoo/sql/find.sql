-- The first records of a model between two ids, upwards or downwards, without reading the others.
(
  select id, fields, to_char(create_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as create_date, to_char(write_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as write_date
  from practice.record
  where not $5
    and model = $1
    and id between $2 and $3
    and (not $4 or fields -> 'active' = 'true')
  order by id
  limit $6
)
union all
(
  select id, fields, to_char(create_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as create_date, to_char(write_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as write_date
  from practice.record
  where $5
    and model = $1
    and id between $2 and $3
    and (not $4 or fields -> 'active' = 'true')
  order by id desc
  limit $6
)
