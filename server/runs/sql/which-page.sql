-- One page of runs, newest first. Keyset by id: a UUIDv7, so its order is the order of arrival and the bounds prune partitions.
where r.environment = $2
  and r.chunk is null
  and ($3::text is null or r.flow_id = (select f.id from flow f where f.key = $3))
  and ($4::text[] is null or r.status = any ($4))
  -- where none of the statuses is one that most runs have: an index knows them, and those that were queued a moment ago are named
  and ($15::text[] is null or r.listed_as = any ($15) or r.id = any ($16::uuid[]))
  and ($5::text is null or r.status <> 'failed' or r.failure->>'class' = $5)
  and ($6::text is null or r.business_key like $6 or r.business_key like upper($6) or (r.correlation_id = $7 and r.correlation_id <> r.id::text) or r.id = $8)
  and ($9::text is null or r.business_key = $9)
  and ($10::text is null or (r.correlation_id = $10 and (r.correlation_id <> r.id::text or r.id = uuid_of($10))))
  and ($11::timestamptz is null or r.id >= uuid7_floor($11))
  and ($12::timestamptz is null or r.id < uuid7_floor($12))
  and ($13::uuid is null or r.id < $13)
  and ($17::text is null or s.step_id = $17 and r.status in ('queued', 'running', 'waiting', 'parked', 'failed'))
order by r.id desc
limit $14
