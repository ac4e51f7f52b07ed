-- Who asked for which change, and what came of it. Entries are written once, in the transaction of their command, and
-- never touched again; their seals, written a moment later, chain them so that tampering shows.

-- Ids made after each other sort after each other also within a millisecond: the twelve bits after the version hold
-- the fraction of it (RFC 9562, 6.2, method 3).
create or replace function nucleus.uuid_v7() returns uuid language sql volatile as $$
  with clock as (
    select (extract(epoch from clock_timestamp()) * 1000000)::int8 as microseconds
  )
  select encode(
    substring(int8send(microseconds / 1000) from 3)
      || int2send((x'7000'::int + microseconds % 1000 * 4096 / 1000)::int2)
      || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid
  from clock
$$;

create table nucleus.audit_entry (
  -- The order of the chain. Numbers of transactions that were rolled back are missing.
  sequence       bigint generated always as identity unique,
  -- Begins with the time, so that lists by time and by id are the same, and so that every index below serves both.
  id             uuid primary key default nucleus.uuid_v7(),
  at             timestamptz not null default clock_timestamp(),
  actor_id       text not null,
  actor_name     text not null,
  actor_role     text check (actor_role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  actor_address  text,
  action         text not null,
  object_type    text,
  object_id      text,
  endpoint_id    uuid,
  before         jsonb,
  after          jsonb,
  outcome        text not null,
  correlation_id text
);

create index audit_entry_actor on nucleus.audit_entry (actor_id, id);
create index audit_entry_action on nucleus.audit_entry (action, id);
create index audit_entry_object on nucleus.audit_entry (object_id, id) where object_id is not null;

-- SHA-256 over the hash before it and the entry, both in one form that leaves nothing out.
create table nucleus.audit_seal (
  sequence bigint primary key,
  hash     bytea not null check (length(hash) = 32)
);

-- Grants come and go; this stays.
create function nucleus.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is written once', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger written_once before update or delete or truncate on nucleus.audit_entry
  for each statement execute function nucleus.refuse_change();
create trigger written_once before update or delete or truncate on nucleus.audit_seal
  for each statement execute function nucleus.refuse_change();

revoke all on function nucleus.refuse_change() from public;
grant select on nucleus.audit_entry to nucleus_gateway;
grant select, insert on nucleus.audit_entry, nucleus.audit_seal to nucleus_scheduler;
