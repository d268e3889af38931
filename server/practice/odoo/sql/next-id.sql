insert into practice.counter (model, last) values ($1, 1)
on conflict (model) do update set last = practice.counter.last + 1
returning last
