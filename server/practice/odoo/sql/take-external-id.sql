-- Waits for whoever is inserting the same name at this moment; no row when it is taken.
insert into practice.external_id (module, name, model, res_id) values ($1, $2, $3, $4) on conflict (module, name) do nothing returning res_id
