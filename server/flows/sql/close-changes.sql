-- $1 flow, $2 version that holds them from now on
update draft_change set version = $2 where flow_id = $1 and version is null
