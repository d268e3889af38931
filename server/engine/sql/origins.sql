-- First runs of origins that were known already. A statement of its own: the snapshot of the insert may not see them.
select
  o.environment,
  o.trigger,
  encode(o.hash, 'hex') as hash,
  o.run_id
from json_to_recordset($1::json) as a (environment text, origin_trigger text, origin_hash text)
join origin o on o.environment = a.environment and o.trigger = a.origin_trigger and o.hash = decode(a.origin_hash, 'hex') and o.mode = 'live'
