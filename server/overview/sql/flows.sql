-- Flows deployed here, with their last 24 hours: how many runs, how many failed, and how many finished within the flow's promise.
-- The promise is over finished runs alone: a run that waits for a person is not late before it ends. $3 and $4 are flow ids and their limits in seconds.
select
  f.key,
  f.name,
  counted.runs,
  counted.failed,
  counted.finished,
  counted.within,
  s.within is not null as promised
from deployment d
join flow f on f.id = d.flow_id
left join unnest($3::uuid[], $4::float8[]) as s (flow_id, within) on s.flow_id = f.id
cross join lateral (
  select
    count(*)::integer as runs,
    (count(*) filter (where r.status = 'failed'))::integer as failed,
    (count(*) filter (where r.status in ('succeeded', 'failed')))::integer as finished,
    (count(*) filter (where r.status = 'succeeded' and r.finished_at - r.created_at <= make_interval(secs => s.within)))::integer as within
  from run r
  where r.flow_id = f.id
    and r.environment = $1
    and r.chunk is null
    and r.id >= uuid7_floor($2)
) counted
where d.environment = $1
  and d.active
  and f.archived_at is null
order by counted.failed desc, counted.runs desc, f.name
limit 100
