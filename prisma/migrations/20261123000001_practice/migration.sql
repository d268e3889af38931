-- The practice Odoo: a world of its own beside the product's tables. Nothing of the product reads or writes here except server/practice.
create schema practice;

create table practice.record (
  model text not null,
  id integer not null,
  -- stored fields: many2one as an id, many2many as a list of ids, empty as false
  fields jsonb not null,
  create_date timestamptz(6) not null default clock_timestamp(),
  write_date timestamptz(6) not null default clock_timestamp(),
  primary key (model, id)
);

create table practice.counter (
  model text not null primary key,
  last integer not null
);

create table practice.external_id (
  module text not null,
  name text not null,
  model text not null,
  res_id integer not null,
  primary key (module, name)
);
create index external_id_record_idx on practice.external_id (model, res_id);

create table practice.setting (
  name text not null primary key,
  value jsonb not null
);
