-- Runs that wait for an event: publishing one finds them here and wakes them. `key` is what the event's key must be; null: the run asks of every
-- event of the topic whether it is the one. `seen` is the last event that it has asked about.
create table expectation (
  run_id uuid not null,
  step_id text not null,
  visit integer not null,
  item text not null,
  environment text not null,
  topic text not null,
  key text,
  seen bigint not null,
  primary key (run_id, step_id, visit, item)
);
create index expectation_topic_idx on expectation (environment, topic, key);

-- The order in which events of a topic became visible: publishers hold the topic while they take a number, and whoever looks waits for them.
alter table event add column seq bigint generated always as identity;
create index event_topic_seq_idx on event (environment, topic, seq);
