-- A month is as long as anybody asks.
delete from finding
where at < clock_timestamp() - interval '30 days'
