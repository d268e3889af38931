update practice.record set fields = fields || $3::jsonb, write_date = clock_timestamp() where model = $1 and id = any ($2::integer[])
