-- $1 id, $2 flow, $3 environment, $4 version, $5 person's id, $6 person's name, $7 rules that its runs keep to
insert into deployment (id, flow_id, environment, version_id, deployed_by_id, deployed_by_name, ownership) values ($1, $2, $3, $4, $5, $6, $7)
