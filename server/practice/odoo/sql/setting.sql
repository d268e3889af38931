select value from practice.setting where name = $1
