-- The ownership rules that the last deployment of a version was judged by, null where it was never deployed there; and those of today.
-- $1 flow, $2 environment, $3 version
select
  (
    select d.ownership
    from deployment d
    where d.flow_id = $1 and d.environment = $2 and d.version_id = $3
    order by d.deployed_at desc, d.id desc
    limit 1
  ) as judged,
  coalesce(
    (
      select
        jsonb_agg(
          jsonb_build_object(
            'id', r.id,
            'objectKind', r.object_kind,
            'object', r.object,
            'field', r.field,
            'system', r.system,
            'policy', r.policy,
            'writers', r.writers
          )
        )
      from ownership_rule r
    ),
    '[]'
  ) as today
