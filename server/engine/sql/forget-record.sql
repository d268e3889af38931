-- A person has one record of a list made again: the receipt forgets its id, and knows the others still. Once.
update receipt
set
  outcome = jsonb_set(outcome, '{records}', (
    select jsonb_agg(case when r.value -> 'id' = to_jsonb($2::bigint) then r.value || '{"id": null}' else r.value end order by r.place)
    from jsonb_array_elements(outcome -> 'records') with ordinality as r (value, place)
  )),
  updated_at = $3
where effect_key = $1
  and state = 'done'
  and outcome -> 'records' @> jsonb_build_array(jsonb_build_object('id', $2::bigint))
returning effect_key
