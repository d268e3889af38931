-- Waits until whoever is publishing to the topic has committed.
select pg_advisory_xact_lock(hashtextextended($1::text || '/' || $2::text, 8))
