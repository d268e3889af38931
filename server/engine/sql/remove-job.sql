select graphile_worker.remove_job($1)
