delete from slot
where name = $1
  and number = any ($2::integer[])
  and owner = $3
