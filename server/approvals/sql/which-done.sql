-- Approvals that are settled, newest first. Keyset by the approval's id: a UUIDv7.
where a.state <> 'open'
  and ($3::text is null or a.environment = $3)
  and ($4::uuid is null or a.id < $4)
order by a.id desc
limit $5
