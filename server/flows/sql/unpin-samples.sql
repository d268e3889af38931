-- $1 flow, $2 the sample that stays pinned
update sample set pinned = false where flow_id = $1 and id <> $2 and pinned
