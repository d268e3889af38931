-- What started a recorded run of a flow. $1 run, $2 flow
select trigger, business_key from run where id = $1 and flow_id = $2
