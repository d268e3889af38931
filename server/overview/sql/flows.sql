-- Flows deployed here, with their last 24 hours: how many runs, how many failed, and how many finished within the flow's promise.
-- The promise is over finished runs alone: a run that waits for a person is not late before it ends. $3 and $4 are flow ids and their limits in seconds.
select
  f.key,
  f.name,
  count(r.id)::integer as runs,
  (count(r.id) filter (where r.status = 'failed'))::integer as failed,
  (count(r.id) filter (where r.status in ('succeeded', 'failed')))::integer as finished,
  (count(r.id) filter (where r.status = 'succeeded' and extract(epoch from (r.finished_at - r.created_at)) <= s.within))::integer as within,
  bool_or(s.within is not null) as promised
from deployment d
join flow f on f.id = d.flow_id
left join unnest($3::uuid[], $4::float8[]) as s (flow_id, within) on s.flow_id = f.id
left join run r on r.flow_id = f.id
  and r.environment = $1
  and r.id >= uuid7_floor($2)
where d.environment = $1
  and d.active
  and f.archived_at is null
group by f.id, f.key, f.name
order by failed desc, runs desc, f.name
limit 100
