delete from ownership_rule
where id = $1
