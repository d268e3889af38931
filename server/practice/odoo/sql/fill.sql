-- One record of the first data; what is there already stays.
with made as (insert into practice.record (model, id, fields) values ($1, $2, $3) on conflict do nothing returning id)
insert into practice.counter (model, last) select $1, id from made
on conflict (model) do update set last = greatest(practice.counter.last, excluded.last)
