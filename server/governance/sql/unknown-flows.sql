select wanted as key
from unnest($1::text[]) as wanted
where not exists (select from flow where key = wanted)
