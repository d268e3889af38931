select res_id, module, name from practice.external_id where model = $1 and res_id = any ($2::integer[])
