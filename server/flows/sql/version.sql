-- $1 id
select v.id, v.flow_id, v.number, v.document, v.contracts, f.key, f.name from version v join flow f on f.id = v.flow_id where v.id = $1
