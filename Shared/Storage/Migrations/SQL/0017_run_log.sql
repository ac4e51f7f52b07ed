-- What executors logged about runs, kept with the run for a while. Bounded by the executor for each attempt.

create table nucleus.run_log (
  run_id   uuid not null references nucleus.run,
  sequence bigint generated always as identity,
  at       timestamptz not null,
  level    text not null
           check (level in ('trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical')),
  message  text not null,
  -- Key → text, sanitised.
  metadata jsonb,
  attempt  integer not null,
  executor text,
  primary key (run_id, sequence)
);

-- Old lines leave by age.
create index run_log_age on nucleus.run_log (at);

grant select on nucleus.run_log to nucleus_gateway;
grant select, insert on nucleus.run_log to nucleus_executor;
grant select, delete on nucleus.run_log to nucleus_scheduler;

-- The trace that made the run, where it is recorded: a trigger that has to be sent again goes on with it.
alter table nucleus.run add column traceparent text;

-- Which process was what: executors and schedulers say so whenever they start.
create table nucleus.process_start (
  -- `run-executor-1@host`, as runs and messages name it.
  name       text not null,
  started_at timestamptz not null default clock_timestamp(),
  -- When it was last known to be there; it says so now and then.
  seen_at    timestamptz not null default clock_timestamp(),
  service    text not null,
  version    text not null,
  -- Name → {value, source}, without secrets.
  settings   jsonb not null,
  primary key (name, started_at)
);

create index process_start_of_service on nucleus.process_start (service, started_at);
create index process_start_age on nucleus.process_start (seen_at);

grant select on nucleus.process_start to nucleus_gateway;
grant select, insert on nucleus.process_start to nucleus_executor;
grant select, insert, delete on nucleus.process_start to nucleus_scheduler;
grant update (seen_at) on nucleus.process_start to nucleus_executor, nucleus_scheduler;
