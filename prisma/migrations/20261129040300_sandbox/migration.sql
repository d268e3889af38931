-- An environment in which a test run may really send, where a person says so. Production never is one.
alter table "environment"
  add column "sandbox" boolean not null default false,
  add constraint "environment_production_is_no_sandbox" check (not ("sandbox" and "key" = 'production'));
