-- Messages that nobody could work with, until an operator decides about each.

create table nucleus.dead_letter (
  -- Made when it is filed, and begins with the time: lists by time and by id are the same.
  id             uuid primary key default nucleus.uuid_v7(),
  at             timestamptz not null default clock_timestamp(),
  -- Tells a second copy of one failure from a second failure, where the message itself says which it is.
  identity       bytea unique,
  -- SHA-256 over all that makes the message what it is.
  digest         bytea not null check (length(digest) = 32),
  queue          text not null,
  reason         text not null,
  -- The reason in words.
  words          text not null,
  message_id     text,
  type           text,
  run_id         uuid,
  endpoint_id    uuid,
  correlation_id text,
  causation_id   text,
  traceparent    text,
  app_id         text,
  content_type   text,
  -- Where it goes when it is sent again; null where nothing says so.
  exchange       text,
  routing_key    text,
  headers        jsonb not null,
  -- As it came, up to a size.
  body           bytea not null,
  -- As it came.
  body_size      bigint not null check (body_size >= length(body)),
  is_text        boolean not null,
  -- A command that had been answered when it was filed: sent again, it would have its effect a second time. The log of
  -- commands forgets it after a day.
  was_answered   boolean not null default false,
  -- When the journal had its copy.
  journaled_at   timestamptz,
  status         text not null default 'WAITING' check (status in ('WAITING', 'REDRIVEN', 'DISCARDED')),
  decided_at     timestamptz,
  decided_by     text,
  note           text,
  -- The id of the message that was sent in its place.
  redriven_as    uuid,
  check ((status = 'WAITING') = (decided_at is null)),
  check ((status = 'REDRIVEN') = (redriven_as is not null)),
  check ((exchange is null) = (routing_key is null))
);

-- What waits is what people look at; what has been decided is only ever looked up, and forgotten by age.
create index dead_letter_waiting on nucleus.dead_letter (id desc) where status = 'WAITING';
create index dead_letter_endpoint on nucleus.dead_letter (endpoint_id, id desc) where status = 'WAITING';
create index dead_letter_queue on nucleus.dead_letter (queue, id desc) where status = 'WAITING';
create index dead_letter_digest on nucleus.dead_letter (digest);
create index dead_letter_run on nucleus.dead_letter (run_id) where run_id is not null;
create index dead_letter_unjournaled on nucleus.dead_letter (id) where journaled_at is null;
create index dead_letter_decided on nucleus.dead_letter (decided_at) where status <> 'WAITING';

-- Dead letters that are to be sent again, until the broker has confirmed them: an outbox for whatever bytes and types.
create table nucleus.redrive (
  message_id     uuid primary key,
  dead_letter_id uuid not null unique references nucleus.dead_letter,
  exchange       text not null,
  routing_key    text not null,
  type           text,
  correlation_id text,
  content_type   text,
  -- Texts, by name.
  headers        jsonb not null,
  body           bytea not null,
  -- Tries that failed: what fails comes behind what was not tried yet.
  failures       integer not null default 0,
  created_at     timestamptz not null default clock_timestamp()
);

create index redrive_order on nucleus.redrive (failures, created_at);

grant select on nucleus.dead_letter to nucleus_gateway;
grant select, insert, update, delete on nucleus.dead_letter, nucleus.redrive to nucleus_scheduler;
