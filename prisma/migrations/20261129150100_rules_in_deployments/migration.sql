-- The ownership rules by which the flow was judged when it was deployed, and which fields lead to their models.
alter table deployment add column ownership jsonb not null default '{"rules": [], "relations": {}}';
