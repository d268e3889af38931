delete from practice.setting where name = $1
