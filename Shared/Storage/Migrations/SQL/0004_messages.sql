-- Messages that a transaction decided, until the broker has confirmed them.

create table nucleus.outbox (
  id             uuid primary key,
  -- Each service relays what it wrote itself.
  producer       text not null default current_user,
  exchange       text not null,
  routing_key    text not null,
  -- Whether a message that no queue takes must be sent again.
  mandatory      boolean not null,
  type           text not null,
  correlation_id text,
  causation_id   text,
  run_id         uuid,
  endpoint_id    uuid,
  traceparent    text,
  body           text not null,
  created_at     timestamptz not null default clock_timestamp()
);

create index outbox_order on nucleus.outbox (producer, id);

alter table nucleus.outbox enable row level security;
create policy own_rows on nucleus.outbox using (producer = current_user) with check (producer = current_user);

-- Commands that were handled, with their answers, so that the same one twice has one effect.
create table nucleus.command_log (
  command_id     text primary key,
  request_digest text,
  -- Null only inside the transaction that handles the command.
  reply          jsonb,
  received_at    timestamptz not null default clock_timestamp()
);

create index command_log_age on nucleus.command_log (received_at);
