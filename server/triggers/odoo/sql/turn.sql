-- Those who write down what they saw of one trigger do so one after the other, to the end of their transaction.
select pg_advisory_xact_lock(hashtextextended('odoo_seen:' || $1::text, 0))
