-- One worker lists at a time; the others leave it to them.
select clock_timestamp() as now
from run_listing l
for update skip locked
