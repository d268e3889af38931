select model, res_id from practice.external_id where module = $1 and name = $2
