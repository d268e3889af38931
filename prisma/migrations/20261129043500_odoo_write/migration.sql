-- What flows wrote in an Odoo that other flows watch, for as long as it may be seen there as a change. One row without a record while a
-- call is under way, and then one for each record that it wrote.
create table odoo_write (
  id bigint generated always as identity primary key,
  environment text not null,
  connection text not null,
  model text not null,
  record_id integer,
  -- made by this call or found as made by it before
  is_new boolean not null default false,
  -- field → value that was written; null: the call may have changed anything
  fields jsonb,
  run_id uuid not null,
  flow_id uuid not null,
  correlation_id text not null,
  hop integer not null,
  began_at timestamptz(3) not null default clock_timestamp(),
  ended_at timestamptz(3)
);
create index odoo_write_record_idx on odoo_write (environment, connection, model, record_id);
create index odoo_write_began_idx on odoo_write (began_at);
