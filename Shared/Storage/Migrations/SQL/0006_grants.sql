-- Who may do what: the table of the design, chapter 3. Everything not granted is refused.

revoke all on schema nucleus from public;
revoke all on all tables in schema nucleus from public;
revoke all on all functions in schema nucleus from public;
grant usage on schema nucleus to nucleus_gateway, nucleus_scheduler, nucleus_executor;
grant execute on all functions in schema nucleus to nucleus_scheduler, nucleus_executor;

grant select on nucleus.schema_migration to nucleus_gateway, nucleus_scheduler, nucleus_executor;

grant select on nucleus.endpoint, nucleus.collection to nucleus_gateway, nucleus_executor;
grant select, insert, update on nucleus.endpoint, nucleus.collection to nucleus_scheduler;

grant select on nucleus.endpoint_secret to nucleus_executor;
grant select, insert, update, delete on nucleus.endpoint_secret to nucleus_scheduler;

grant select on nucleus.run, nucleus.run_transition, nucleus.run_activity to nucleus_gateway;
grant select, insert, update on nucleus.run to nucleus_scheduler;
grant select on nucleus.run to nucleus_executor;
grant update (status, attempt, fence, executor, lease_expires_at, handed_back, dispatched_at, dispatches,
              started_at, completed_at, error, error_code, stats) on nucleus.run to nucleus_executor;
grant select, insert on nucleus.run_transition to nucleus_scheduler, nucleus_executor;
grant select on nucleus.run_activity to nucleus_scheduler;
grant select, insert on nucleus.run_activity to nucleus_executor;

grant select on nucleus.catalog_dataset to nucleus_gateway, nucleus_scheduler;
grant select, insert, update on nucleus.catalog_dataset to nucleus_executor;

grant select, insert, update, delete on nucleus.outbox to nucleus_scheduler, nucleus_executor;
grant select, insert, update, delete on nucleus.command_log to nucleus_scheduler;
