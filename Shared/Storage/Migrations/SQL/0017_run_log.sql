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
