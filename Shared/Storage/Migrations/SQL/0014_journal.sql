-- The index of the journal: which message lies where in the stream, and whether the stream holds what was published.

create table nucleus.journal_entry (
  -- The stream that holds the message: counted up when the one before was lost, since a new one counts from 0 again.
  generation     bigint not null default 0,
  -- The place in the stream.
  stream_offset  bigint not null,
  message_id     text not null,
  type           text not null,
  -- Where the message was first sent.
  exchange       text not null,
  routing_key    text not null,
  published_at   timestamptz not null,
  sender         text not null,
  run_id         uuid,
  endpoint_id    uuid,
  correlation_id text,
  causation_id   text,
  -- The message that this one repeats.
  replay_of      text,
  primary key (generation, stream_offset)
);

-- What a crash made the relay send twice is one message; a dead letter keeps the id of the message it was.
create unique index journal_message on nucleus.journal_entry (message_id, exchange);
create index journal_of_run on nucleus.journal_entry (run_id, generation, stream_offset) where run_id is not null;
create index journal_of_endpoint on nucleus.journal_entry (endpoint_id, generation, stream_offset) where endpoint_id is not null;
create index journal_of_type on nucleus.journal_entry (type, generation, stream_offset);
create index journal_effects on nucleus.journal_entry (causation_id) where causation_id is not null;

-- For each minute of publication: where its messages lie, and what the relays' share of them amounts to.
create table nucleus.journal_minute (
  -- Minutes since 1970.
  minute       bigint not null,
  generation   bigint not null default 0,
  first_offset bigint not null,
  last_offset  bigint not null,
  messages     bigint not null,
  -- The exclusive or of their ids' hashes: two sets of the same size that differ differ here too.
  digest       bigint not null,
  primary key (minute, generation)
);

-- The same as the relays have counted it when the broker had confirmed.
create table nucleus.journal_published (
  minute    bigint not null,
  publisher text not null,
  messages  bigint not null,
  digest    bigint not null,
  primary key (minute, publisher)
);

-- How far the index has come, and who of the schedulers writes it.
create table nucleus.journal_position (
  stream                 text primary key,
  -- The stream that is read now.
  generation             bigint not null default 0,
  next_offset            bigint not null,
  -- The oldest message that the stream still holds, as far as was last seen.
  first_offset           bigint not null default 0,
  holder                 text,
  held_until             timestamptz,
  -- Commands that were handled before are not looked for: there was no journal.
  commands_from          timestamptz not null default clock_timestamp(),
  -- Those up to then have been looked for.
  commands_checked_until timestamptz not null default clock_timestamp()
);

-- Handled commands of the last day that the index did not know when it was asked, and does not know since.
create table nucleus.journal_missing_command (
  command_id  text primary key,
  received_at timestamptz not null
);

insert into nucleus.journal_position (stream, next_offset) values ('nucleus.journal', 0);

-- A message that the journal has not taken yet stays, as a copy for it alone.
alter table nucleus.outbox add column journal_of text;
alter table nucleus.outbox add column replay_of text;
create index outbox_journal_copies on nucleus.outbox (producer, id) where journal_of is not null;

-- The minute in which a version 7 UUID was made.
create function nucleus.uuid_minute(id uuid) returns bigint language sql immutable parallel safe as $$
  select ('x' || substring(replace(id::text, '-', '') for 12))::bit(48)::bigint / 60000
$$;

revoke all on function nucleus.uuid_minute(uuid) from public;
grant execute on function nucleus.uuid_minute(uuid) to nucleus_scheduler, nucleus_executor;
grant select on nucleus.journal_entry, nucleus.journal_minute, nucleus.journal_position
  to nucleus_gateway, nucleus_executor;
grant select, insert, update, delete on nucleus.journal_entry, nucleus.journal_minute, nucleus.journal_published,
  nucleus.journal_missing_command
  to nucleus_scheduler;
grant select, update on nucleus.journal_position to nucleus_scheduler;
grant select, insert, update on nucleus.journal_published to nucleus_executor;
