insert into practice.record (model, id, fields) values ($1, $2, $3)
