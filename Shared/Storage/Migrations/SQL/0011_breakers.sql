-- How endpoints are doing, who caused what became of a run, and why a run waits.

-- Who asked for the change: a caller's name, `schedule`; null where an executor or the reaper did it by itself.
alter table nucleus.run_transition add column actor text;

-- The place of a run among those of its endpoint that wait.
create index run_queue_of_endpoint on nucleus.run (endpoint_id, id) where status = 'QUEUED';

-- One row for each endpoint whose runs have told something about it. It takes the place of endpoint.health, which
-- executors may not write.
create table nucleus.endpoint_health (
  endpoint_id  uuid primary key references nucleus.endpoint,
  health       text not null default 'UNKNOWN'
               check (health in ('UNKNOWN', 'HEALTHY', 'DEGRADED', 'UNAVAILABLE')),
  -- Runs in a row that failed because of the source.
  failures     integer not null default 0 check (failures >= 0),
  -- Null: the breaker is closed. Until then no run is let through, and after it one that tries.
  open_until   timestamptz,
  -- The run that tries, and the time from which on its lease has to speak for it.
  probe_run_id uuid,
  probe_until  timestamptz,
  changed_at   timestamptz not null default clock_timestamp(),
  check ((open_until is null) = (health <> 'UNAVAILABLE'))
);

-- Counted by metrics.
create index endpoint_health_ill on nucleus.endpoint_health (health) where health in ('DEGRADED', 'UNAVAILABLE');

create table nucleus.endpoint_health_change (
  endpoint_id uuid not null references nucleus.endpoint,
  sequence    bigint generated always as identity,
  at          timestamptz not null default clock_timestamp(),
  from_health text not null check (from_health in ('UNKNOWN', 'HEALTHY', 'DEGRADED', 'UNAVAILABLE')),
  to_health   text not null check (to_health in ('UNKNOWN', 'HEALTHY', 'DEGRADED', 'UNAVAILABLE')),
  reason      text,
  -- The run whose end changed it.
  run_id      uuid,
  primary key (endpoint_id, sequence)
);

grant select on nucleus.endpoint_health, nucleus.endpoint_health_change to nucleus_gateway;
grant select, insert, update on nucleus.endpoint_health to nucleus_scheduler, nucleus_executor;
grant select, insert on nucleus.endpoint_health_change to nucleus_scheduler, nucleus_executor;
