-- One replay of an origin is made at a time.
select pg_advisory_xact_lock(hashtextextended($1, 7))
