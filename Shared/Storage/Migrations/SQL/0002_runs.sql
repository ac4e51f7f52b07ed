-- Runs and their history. The scheduler makes, skips, reaps and cancels them; executors claim and finish them.

create table nucleus.run (
  id               uuid primary key,
  kind             text not null check (kind in ('COLLECTION', 'PREVIEW', 'INGESTION', 'PROMPT')),
  trigger          text not null check (trigger in ('MANUAL', 'SCHEDULE', 'BACKFILL', 'REPLAY', 'EVENT')),
  endpoint_id      uuid not null references nucleus.endpoint,
  collection_id    uuid references nucleus.collection,
  -- What the run is for: at most one active run may be for it.
  subject          text not null,
  status           text not null check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED')),
  requested_by     text,
  requested_at     timestamptz not null default clock_timestamp(),
  scheduled_for    timestamptz,
  started_at       timestamptz,
  completed_at     timestamptz,
  attempt          integer not null default 0,
  -- Grows with every claim and with the end; a write under an older one changes nothing.
  fence            bigint not null default 0,
  executor         text,
  -- Null means lapsed, so that a run without a lease is never forgotten.
  lease_expires_at timestamptz,
  handed_back      boolean not null default false,
  -- When a trigger for it was last put into the outbox, and how often that was.
  dispatched_at    timestamptz not null default clock_timestamp(),
  dispatches       integer not null default 1,
  error            text,
  error_code       text,
  filters          jsonb,
  stats            jsonb,
  batch_id         uuid,
  replay_of        uuid,
  check (status not in ('SUCCEEDED', 'FAILED', 'SKIPPED') or completed_at is not null),
  check (status <> 'FAILED' or error_code is not null),
  check (status <> 'SUCCEEDED' or (error is null and error_code is null))
);

create unique index run_active_subject on nucleus.run (subject) where status in ('QUEUED', 'RUNNING');
create index run_recent on nucleus.run (kind, requested_at desc, id desc);
create index run_recent_of_endpoint on nucleus.run (endpoint_id, requested_at desc, id desc);
create index run_recent_of_collection on nucleus.run (collection_id, requested_at desc, id desc);
create index run_lease on nucleus.run (lease_expires_at) where status = 'RUNNING';
create index run_waiting on nucleus.run (dispatched_at) where status = 'QUEUED';

create table nucleus.run_transition (
  run_id      uuid not null references nucleus.run,
  sequence    bigint generated always as identity,
  from_status text,
  to_status   text not null,
  at          timestamptz not null default clock_timestamp(),
  attempt     integer not null,
  fence       bigint not null,
  executor    text,
  reason      text,
  primary key (run_id, sequence)
);

create table nucleus.run_activity (
  run_id     uuid not null references nucleus.run,
  sequence   bigint generated always as identity,
  fence      bigint not null,
  name       text not null,
  attempt    integer not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  outcome    text not null check (outcome in ('ok', 'retry', 'failed', 'skipped', 'cancelled')),
  error      text,
  primary key (run_id, sequence)
);
