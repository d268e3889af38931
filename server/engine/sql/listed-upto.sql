update run_listing
set upto = $1::timestamptz
where upto < $1::timestamptz
