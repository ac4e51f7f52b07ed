-- How the catalog ages: what is no longer there, which fields changed, and what waits for a word from an operator.

alter table nucleus.catalog_dataset
  -- When it was marked; unknown for what was marked before this migration. Means nothing while it is not stale.
  add column stale_since timestamptz,
  -- The complete run that did not see it.
  add column stale_run_id uuid references nucleus.run;

-- Few are stale; the others are what the indexes over all hold.
create index catalog_dataset_stale on nucleus.catalog_dataset (display_name, id) where is_stale;
create index catalog_dataset_stale_of_endpoint on nucleus.catalog_dataset (endpoint_id, display_name, id) where is_stale;

create table nucleus.catalog_dataset_version (
  dataset_id uuid not null references nucleus.catalog_dataset,
  version    integer not null check (version >= 1),
  at         timestamptz not null default clock_timestamp(),
  run_id     uuid not null references nucleus.run,
  -- Names of fields.
  added      text[] not null,
  removed    text[] not null,
  -- `name: old → new`
  changed    text[] not null,
  primary key (dataset_id, version)
);

-- What is known already has its first version as its last run saw it.
insert into nucleus.catalog_dataset_version (dataset_id, version, at, run_id, added, removed, changed)
select d.id, 1, d.collected_at, d.last_run_id,
  array(select f.field ->> 'name' from jsonb_array_elements(d.fields) with ordinality as f (field, position)
        order by f.position), '{}', '{}'
from nucleus.catalog_dataset d;

create table nucleus.catalog_change_set (
  id          uuid primary key,
  endpoint_id uuid not null references nucleus.endpoint,
  run_id      uuid not null unique references nucleus.run,
  state       text not null default 'PENDING' check (state in ('PENDING', 'APPLIED', 'REJECTED', 'SUPERSEDED')),
  created_at  timestamptz not null default clock_timestamp(),
  found       integer not null check (found >= 0),
  live        integer not null check (live >= missing),
  missing     integer not null check (missing > 0),
  threshold   double precision not null check (threshold between 0 and 1),
  decided_at  timestamptz,
  decided_by  text,
  note        text,
  marked      integer,
  check ((state = 'PENDING') = (decided_at is null)),
  check ((state = 'APPLIED') = (marked is not null))
);

-- An endpoint has one question open at a time.
create unique index catalog_change_set_pending on nucleus.catalog_change_set (endpoint_id) where state = 'PENDING';
create index catalog_change_set_endpoint on nucleus.catalog_change_set (endpoint_id, id desc);
create index catalog_change_set_state on nucleus.catalog_change_set (state, id desc);

create table nucleus.catalog_change_set_dataset (
  change_set_id uuid not null references nucleus.catalog_change_set,
  dataset_id    uuid not null references nucleus.catalog_dataset,
  primary key (change_set_id, dataset_id)
);

grant select on nucleus.catalog_dataset_version, nucleus.catalog_change_set, nucleus.catalog_change_set_dataset
  to nucleus_gateway;
grant select, insert on nucleus.catalog_dataset_version, nucleus.catalog_change_set_dataset to nucleus_executor;
grant select, insert, update on nucleus.catalog_change_set to nucleus_executor;
-- The scheduler carries out what an operator decides: it sets the mark and can touch nothing else of a dataset.
grant select, update on nucleus.catalog_change_set to nucleus_scheduler;
grant select on nucleus.catalog_change_set_dataset, nucleus.catalog_dataset_version to nucleus_scheduler;
grant update (is_stale, stale_since, stale_run_id) on nucleus.catalog_dataset to nucleus_scheduler;
