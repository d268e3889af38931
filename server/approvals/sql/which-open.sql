-- Open approvals, due first. Who may decide which is worked out by the caller; more than 2 000 open ones is not a list for people.
where a.state = 'open'
  and ($3::text is null or a.environment = $3)
order by a.due_at nulls last, a.created_at, a.id
limit 2000
