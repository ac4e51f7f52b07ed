-- What schedules wait for, and the backfills that run behind them.

-- One row for each live collection with a schedule. It is written at every fire, the collection at none, so that
-- triggers, which hold the collection, and fires do not hinder each other.
create table nucleus.schedule_state (
  collection_id   uuid primary key references nucleus.collection,
  -- When the rhythm was saved: what an interval without a start counts from.
  saved_at        timestamptz not null,
  -- Everything planned until then is accounted for.
  handled_through timestamptz not null,
  -- The next fire as planned, and with its jitter. Null while paused or disabled, and once no more will come.
  next_planned_at timestamptz,
  next_due_at     timestamptz,
  -- The planned time of the newest fire that became a run.
  last_fire_at    timestamptz,
  -- The planned time of the fire that waits for the active run to end.
  buffered_for    timestamptz,
  -- Failures before it pause the schedule no more.
  active_since    timestamptz not null,
  check ((next_planned_at is null) = (next_due_at is null))
);

create index schedule_due on nucleus.schedule_state (next_due_at) where next_due_at is not null;
create index schedule_buffered on nucleus.schedule_state (collection_id) where buffered_for is not null;

-- An upgrade fires nothing retroactively: schedules of before count from now, and become due at once, which makes the
-- clock look up their next fire.
insert into nucleus.schedule_state (collection_id, saved_at, handled_through, next_planned_at, next_due_at, active_since)
select c.id, c.created_at, at.now, due.at, due.at, at.now
from nucleus.collection c, (select clock_timestamp() as now) at,
  lateral (select case when c.is_enabled and not c.schedule_is_paused then at.now end as at) due
where c.deleted_at is null and (c.schedule_cron is not null or c.schedule_interval_seconds is not null);

create table nucleus.backfill (
  -- The batch_id of its runs.
  id            uuid primary key,
  collection_id uuid not null references nucleus.collection,
  range_from    timestamptz not null,
  range_to      timestamptz not null,
  -- The planned times, as they were when it was asked for; the first ones have their runs.
  times         timestamptz[] not null,
  made          integer not null default 0,
  state         text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'CANCELLED')),
  requested_by  text not null,
  created_at    timestamptz not null default clock_timestamp(),
  ended_at      timestamptz,
  end_reason    text,
  check (made between 0 and cardinality(times)),
  check ((state = 'RUNNING') = (ended_at is null))
);

create index backfill_open on nucleus.backfill (collection_id, created_at) where state = 'RUNNING';
create index backfill_of_collection on nucleus.backfill (collection_id, created_at desc, id desc);

-- A planned time has one run, whoever fires it (R2).
create unique index run_fire on nucleus.run (collection_id, scheduled_for) where trigger = 'SCHEDULE';
create index run_batch on nucleus.run (batch_id, id) where batch_id is not null;

grant select on nucleus.schedule_state, nucleus.backfill to nucleus_gateway;
grant select, insert, update, delete on nucleus.schedule_state to nucleus_scheduler;
grant select, insert, update on nucleus.backfill to nucleus_scheduler;
