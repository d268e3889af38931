-- ids are UUIDv7: their order is the order of time
select id, at, actor_kind, actor_name, action, subject_kind, subject_id, subject_name, environment, detail
from audit
where ($1::uuid is null or id < $1)
  and ($2::text is null or subject_kind = $2)
  and ($3::text is null or subject_id = $3)
  and ($4::text is null or actor_id = $4)
  and ($5::text is null or environment = $5)
order by id desc
limit $6
