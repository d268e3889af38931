select to_regclass('graphile_worker._private_jobs') is not null as usable
