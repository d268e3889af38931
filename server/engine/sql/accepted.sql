-- Which of these arrivals became runs.
select r.id
from run r
where r.id = any ($1::uuid[])
