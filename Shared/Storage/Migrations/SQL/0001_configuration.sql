-- Endpoints, their sealed credentials, and collections: written by the scheduler alone.

create table nucleus.endpoint (
  id              uuid primary key,
  source_id       text not null,
  project_id      text,
  name            text not null,
  description     text,
  verb            text not null,
  url             text not null,
  auth_policy     text,
  domain          text,
  labels          text[] not null default '{}',
  kind            text not null,
  parameters      jsonb not null,
  sealed_fields   text[] not null default '{}',
  capabilities    text[],
  is_enabled      boolean not null default true,
  health          text not null default 'UNKNOWN'
                  check (health in ('UNKNOWN', 'HEALTHY', 'DEGRADED', 'UNAVAILABLE')),
  detected_version text,
  version_hint    text,
  created_at      timestamptz not null default clock_timestamp(),
  updated_at      timestamptz not null default clock_timestamp(),
  deleted_at      timestamptz,
  deletion_reason text
);

-- A source id names one live endpoint; a deleted one gives its name free.
create unique index endpoint_source_id on nucleus.endpoint (source_id) where deleted_at is null;
create index endpoint_created on nucleus.endpoint (created_at desc, id desc);

-- Credentials, sealed to the executors' key before they left the gateway.
create table nucleus.endpoint_secret (
  endpoint_id uuid not null references nucleus.endpoint,
  field       text not null,
  sealed      text not null,
  updated_at  timestamptz not null default clock_timestamp(),
  primary key (endpoint_id, field)
);

create table nucleus.collection (
  id                     uuid primary key,
  endpoint_id            uuid not null references nucleus.endpoint,
  name                   text not null,
  is_enabled             boolean not null default true,
  schedule_cron          text,
  schedule_interval_seconds integer check (schedule_interval_seconds > 0),
  schedule_timezone      text not null default 'UTC',
  schedule_overlap       text not null default 'SKIP'
                         check (schedule_overlap in ('SKIP', 'BUFFER_ONE', 'CANCEL_OTHER')),
  schedule_catchup_window_seconds integer not null default 86400 check (schedule_catchup_window_seconds >= 0),
  schedule_jitter_seconds integer not null default 0 check (schedule_jitter_seconds >= 0),
  schedule_start_at      timestamptz,
  schedule_end_at        timestamptz,
  schedule_is_paused     boolean not null default false,
  schedule_pause_note    text,
  schedule_pauses_on_failure boolean not null default false,
  filters                jsonb,
  created_at             timestamptz not null default clock_timestamp(),
  updated_at             timestamptz not null default clock_timestamp(),
  deleted_at             timestamptz,
  check (schedule_cron is null or schedule_interval_seconds is null)
);

create unique index collection_name on nucleus.collection (endpoint_id, name) where deleted_at is null;
create index collection_endpoint on nucleus.collection (endpoint_id);
create index collection_created on nucleus.collection (created_at desc, id desc);
