-- $1 flow, $2 revision that it had, $3 revision that it has, $4 parts
update draft_change set revision = $3, at = now(), parts = $4 where flow_id = $1 and revision = $2
