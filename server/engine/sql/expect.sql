-- A run waits for an event of a topic, from an instant on. What came well before it is never looked at; the ten seconds are for events whose
-- numbers and instants are not in the same order.
insert into expectation (run_id, step_id, visit, item, environment, topic, key, seen)
select
  $1, $2, $3, $4, $5, $6, $7,
  coalesce(
    (
      select e.seq
      from event e
      where e.environment = $5
        and e.topic = $6
        and e.at < $8::timestamptz - interval '10 seconds'
      order by e.at desc
      limit 1
    ),
    0
  )
on conflict (run_id, step_id, visit, item) do update
set
  topic = excluded.topic,
  key = excluded.key,
  seen = case when expectation.topic = excluded.topic and expectation.key is not distinct from excluded.key then expectation.seen else excluded.seen end
returning
  seen::text as seen,
  (select coalesce(max(e.seq), 0) from event e where e.environment = $5 and e.topic = $6)::text as latest,
  $9::timestamptz <= clock_timestamp() as late
