select value from practice.setting where name like 'automation:%' order by value -> 'id'
