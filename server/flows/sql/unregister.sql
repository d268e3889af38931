-- Triggers that the deployed version no longer has. $1 flow, $2 environment, $3 step ids that stay
update registration set active = false where flow_id = $1 and environment = $2 and active and not (step_id = any($3::text[]))
