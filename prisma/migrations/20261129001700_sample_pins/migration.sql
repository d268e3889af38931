-- What is pinned of steps stands with the sample that it belongs to, and nowhere in a document: what is published cannot hold it.
alter table sample add column pins jsonb not null default '{}';
alter table sample add constraint sample_pins_object check (jsonb_typeof(pins) = 'object');
-- Where the sample comes from.
alter table sample add column source text not null default 'pasted';
alter table sample add constraint sample_source check (source in ('pasted', 'run', 'schema'));
