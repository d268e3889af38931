-- $1 flow
select id, number, hash, contracts from version where flow_id = $1 order by number desc limit 1
