-- $1 id, $2 flow, $3 number, $4 document, $5 hash, $6 note, $7 person's id, $8 person's name, $9 contracts
insert into version (id, flow_id, number, document, hash, note, created_by_id, created_by_name, contracts) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
