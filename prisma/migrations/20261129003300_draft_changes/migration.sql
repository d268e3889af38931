-- Who changed which parts of a draft, one row per person and stretch of drawing; `version` is the one that holds it, null while only the draft does.
create table "draft_change" (
  "flow_id" uuid not null references "flow" ("id") on delete cascade,
  "revision" integer not null,
  "first_revision" integer not null,
  "author_id" text not null,
  "author_name" text not null,
  "begun_at" timestamptz(3) not null default now(),
  "at" timestamptz(3) not null default now(),
  "note" text not null default '',
  "parts" jsonb not null default '[]',
  "version" integer,
  primary key ("flow_id", "revision"),
  constraint "draft_change_revisions" check ("first_revision" <= "revision")
);
create index "draft_change_open" on "draft_change" ("flow_id") where "version" is null;
