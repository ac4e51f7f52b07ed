-- Webhooks: who is told how runs end, what they are told, and what became of it.

create table nucleus.webhook (
  id            uuid primary key,
  name          text not null,
  url           text not null,
  outcomes      text[] not null check (outcomes <@ '{SUCCEEDED,FAILED,SKIPPED}' and cardinality(outcomes) > 0),
  -- Null: all kinds, endpoints, collections.
  kinds         text[] check (kinds <@ '{COLLECTION,PREVIEW,INGESTION,PROMPT}'),
  endpoint_id   uuid references nucleus.endpoint,
  collection_id uuid references nucleus.collection,
  is_enabled    boolean not null default true,
  -- When it was last enabled or disabled: what had been waiting by then is sent no more, and discarded bit by bit.
  discard_before timestamptz,
  created_at    timestamptz not null default clock_timestamp(),
  updated_at    timestamptz not null default clock_timestamp(),
  deleted_at    timestamptz
);

create index webhook_live on nucleus.webhook (endpoint_id) where deleted_at is null and is_enabled;

-- What signs the messages of a webhook, sealed to the executors.
create table nucleus.webhook_secret (
  webhook_id uuid primary key references nucleus.webhook,
  sealed     text not null,
  updated_at timestamptz not null default clock_timestamp()
);

-- Who is at work for a webhook, and how that has been going.
create table nucleus.webhook_state (
  webhook_id     uuid primary key references nucleus.webhook,
  -- Grows with every dispatch, every take-over and every change of the webhook.
  fence          bigint not null default 0,
  -- Null: nobody has been sent.
  leased_until   timestamptz,
  failures       integer not null default 0,
  resume_at      timestamptz
);

-- Runs that have ended and of which nobody has been told yet. Written by the transaction that ends the run, whoever
-- that is, and only where somebody wants to know: what is due cannot be missed, and nothing has to be searched for.
create table nucleus.webhook_outcome (
  run_id uuid primary key
);

create table nucleus.webhook_delivery (
  id               uuid primary key,
  webhook_id       uuid not null references nucleus.webhook,
  -- Null for a test.
  run_id           uuid,
  event            text not null,
  status           text not null check (status in ('PENDING', 'DELIVERED', 'FAILED', 'DISCARDED')),
  attempts         integer not null default 0,
  -- The tries before the series that goes on now: an operator may order another one.
  attempts_before  integer not null default 0,
  next_attempt_at  timestamptz,
  -- While a try is under way: the fence of who began it.
  fence            bigint,
  attempted_at     timestamptz,
  response_status  integer,
  error            text,
  latency_ms       integer,
  created_at       timestamptz not null default clock_timestamp(),
  -- When the series of tries that goes on now was ordered: at first by the end of the run, later by an operator.
  series_began_at  timestamptz not null default clock_timestamp(),
  settled_at       timestamptz,
  unique (webhook_id, run_id),
  check ((status = 'PENDING') = (next_attempt_at is not null)),
  check ((status = 'PENDING') = (settled_at is null))
);

-- What is due of a webhook; what has waited longest; the lists.
create index webhook_delivery_due on nucleus.webhook_delivery (webhook_id, next_attempt_at) where status = 'PENDING';
create index webhook_delivery_begun on nucleus.webhook_delivery (webhook_id) where status = 'PENDING' and fence is not null;
create index webhook_delivery_waiting on nucleus.webhook_delivery (series_began_at) where status = 'PENDING';
create index webhook_delivery_series on nucleus.webhook_delivery (webhook_id, series_began_at) where status = 'PENDING';
create index webhook_delivery_list on nucleus.webhook_delivery (webhook_id, id desc);
create index webhook_delivery_list_by_status on nucleus.webhook_delivery (webhook_id, status, id desc);
create index webhook_delivery_by_status on nucleus.webhook_delivery (status, id desc);

-- Milliseconds after which the broker drops a message that nobody has taken; null: never.
alter table nucleus.outbox add column expires_after_ms bigint;

create function nucleus.note_outcome() returns trigger language plpgsql as $$
begin
  -- Those of all endpoints, or those of this one: whoever tells of another endpoint costs this one nothing.
  if exists (
    select from nucleus.webhook w
    where w.deleted_at is null and w.is_enabled and w.endpoint_id is null and new.status = any(w.outcomes)
      and (w.collection_id is null or w.collection_id = new.collection_id)
  ) or exists (
    select from nucleus.webhook w
    where w.deleted_at is null and w.is_enabled and w.endpoint_id = new.endpoint_id and new.status = any(w.outcomes)
      and (w.collection_id is null or w.collection_id = new.collection_id)
  ) then
    insert into nucleus.webhook_outcome (run_id) values (new.id) on conflict do nothing;
  end if;
  return null;
end
$$;
revoke all on function nucleus.note_outcome() from public;

-- Only where a statement writes the status, and only for those that end: claims and renewals do not come here.
create trigger note_outcome_of_new after insert on nucleus.run
  for each row when (new.status in ('SUCCEEDED', 'FAILED', 'SKIPPED')) execute function nucleus.note_outcome();
create trigger note_outcome_of_ended after update of status on nucleus.run
  for each row when (new.status in ('SUCCEEDED', 'FAILED', 'SKIPPED') and old.status in ('QUEUED', 'RUNNING'))
  execute function nucleus.note_outcome();

grant select on nucleus.webhook, nucleus.webhook_state, nucleus.webhook_delivery to nucleus_gateway;

grant select, insert, update on nucleus.webhook, nucleus.webhook_state to nucleus_scheduler;
grant select, insert, update, delete on nucleus.webhook_secret, nucleus.webhook_outcome, nucleus.webhook_delivery
  to nucleus_scheduler;

grant select on nucleus.webhook, nucleus.webhook_secret to nucleus_executor;
grant select, update on nucleus.webhook_state to nucleus_executor;
grant select, insert, update on nucleus.webhook_delivery to nucleus_executor;
grant insert on nucleus.webhook_outcome to nucleus_executor;
