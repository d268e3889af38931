-- Jobs are found by their keys, however few there were when the connection first asked: plans of the queue's function are kept by connections,
-- and one that was made while the queue was empty reads the whole queue for every batch once it is long. Only where it is not so yet.
do $$
declare
  adds regprocedure := 'graphile_worker.add_jobs(graphile_worker.job_spec[], boolean)';
begin
  perform pg_advisory_xact_lock(hashtext('throughline: queue'));
  if (select proconfig is null from pg_proc where oid = adds) then
    execute format('alter function %s set enable_seqscan = off', adds);
  end if;
end
$$
