-- The runs that a selection means, oldest first: those of a filter, or those that were named. One more than may be, to tell that they are too many.
select r.id
from run r
-- where a run stands that has not ended, or has failed: looked at only where somebody asks for a step
left join lateral (
  select sr.step_id
  from step_run sr
  where $14::text is not null
    and sr.run_id = r.id
    and sr.status in ('running', 'waiting', 'failed')
  order by sr.seq desc
  limit 1
) s on true
where r.environment = $1
  and r.parent_run is null
  and ($2::text is null or r.flow_id = (select f.id from flow f where f.key = $2))
  and ($3::text[] is null or r.status = any ($3))
  and ($4::text is null or r.status <> 'failed' or r.failure->>'class' = $4)
  and ($5::text is null or r.business_key like $5 or r.business_key like upper($5) or (r.correlation_id = $6 and r.correlation_id <> r.id::text) or r.id = $7)
  and ($8::text is null or r.business_key = $8)
  and ($9::text is null or (r.correlation_id = $9 and (r.correlation_id <> r.id::text or r.id = uuid_of($9))))
  and ($10::timestamptz is null or r.id >= uuid7_floor($10))
  and ($11::timestamptz is null or r.id < uuid7_floor($11))
  and ($12::uuid[] is null or r.id = any ($12))
  and ($14::text is null or s.step_id = $14 and r.status in ('queued', 'running', 'waiting', 'parked', 'failed'))
order by r.id
limit $13
