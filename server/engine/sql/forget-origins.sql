-- Origins older than any history: what happened then is not recognised any more. In bites, so that nobody waits for it.
delete from origin
where ctid = any (array(
  select o.ctid
  from origin o
  where o.created_at < $1
  limit 10000
))
