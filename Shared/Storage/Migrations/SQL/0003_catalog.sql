-- What collections found: written by executors alone.

create table nucleus.catalog_dataset (
  id             uuid primary key,
  endpoint_id    uuid not null references nucleus.endpoint,
  upstream_id    text not null,
  display_name   text not null,
  description    text,
  schema_name    text,
  entity         text,
  labels         text[] not null default '{}',
  fields         jsonb not null,
  record_count   bigint,
  statistics     jsonb,
  -- Tells a changed dataset from one that was merely seen again.
  content_digest text not null,
  first_run_id   uuid not null references nucleus.run,
  last_run_id    uuid not null references nucleus.run,
  created_at     timestamptz not null default clock_timestamp(),
  collected_at   timestamptz not null default clock_timestamp(),
  is_stale       boolean not null default false,
  unique (endpoint_id, upstream_id)
);

create index catalog_dataset_name on nucleus.catalog_dataset (display_name, id);
create index catalog_dataset_endpoint_name on nucleus.catalog_dataset (endpoint_id, display_name, id);
