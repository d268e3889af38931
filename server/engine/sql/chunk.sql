-- What a part of a long for each was begun with.
select r.trigger
from run r
where r.id = $1
