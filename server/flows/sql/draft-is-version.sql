-- $1 flow, $2 number of the version that the draft equals now
update draft set from_version = $2 where flow_id = $1
