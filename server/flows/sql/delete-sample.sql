-- $1 id, $2 flow
delete from sample where id = $1 and flow_id = $2 returning name
