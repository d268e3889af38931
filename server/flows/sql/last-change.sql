-- The latest stretch of a draft that no version holds yet; the draft's row is held by the caller. $1 flow
select revision, author_id, note, parts, now() - at < interval '10 minutes' as is_fresh from draft_change where flow_id = $1 and version is null order by revision desc limit 1
