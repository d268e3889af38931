-- Bulk replays that ended long ago: what they did is in the runs and in the audit log.
delete from bulk_replay
where finished_at < $1
