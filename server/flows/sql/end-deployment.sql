-- $1 flow, $2 environment
update deployment set active = false where flow_id = $1 and environment = $2 and active
