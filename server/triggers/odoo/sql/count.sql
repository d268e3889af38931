-- $1 trigger, $2 by webhook, $3 by sweep, $4 by ids, $5 echoes, $6 sum of lags, $7 longest
insert into odoo_coverage (registration_id, hour, by_webhook, by_sweep, by_ids, echoes, lag_ms, longest_lag_ms)
values ($1, date_trunc('hour', now()), $2, $3, $4, $5, $6, $7)
on conflict (registration_id, hour) do update
set
  by_webhook = odoo_coverage.by_webhook + excluded.by_webhook,
  by_sweep = odoo_coverage.by_sweep + excluded.by_sweep,
  by_ids = odoo_coverage.by_ids + excluded.by_ids,
  echoes = odoo_coverage.echoes + excluded.echoes,
  lag_ms = odoo_coverage.lag_ms + excluded.lag_ms,
  longest_lag_ms = greatest(odoo_coverage.longest_lag_ms, excluded.longest_lag_ms)
