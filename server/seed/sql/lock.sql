-- One process seeds; the others go on without.
select pg_try_advisory_lock(hashtext('throughline.seed')) as mine
