-- Keys of the API. Of a key itself only the SHA-256 digest is kept: who reads this table can open nothing.

create table nucleus.api_key (
  id           uuid primary key,
  name         text not null,
  role         text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  digest       bytea not null unique check (length(digest) = 32),
  created_at   timestamptz not null default clock_timestamp(),
  created_by   text not null,
  -- Null: never.
  expires_at   timestamptz,
  revoked_at   timestamptz,
  revoked_by   text,
  last_used_at timestamptz,
  check ((revoked_at is null) = (revoked_by is null))
);

create index api_key_created on nucleus.api_key (created_at desc, id desc);

grant select on nucleus.api_key to nucleus_gateway;
grant select, insert, update on nucleus.api_key to nucleus_scheduler;
