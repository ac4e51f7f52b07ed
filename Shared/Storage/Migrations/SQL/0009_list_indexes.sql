-- An index behind every filter and order of a list.

-- Runs. A run is written three times (queued, claimed, ended), and an index that covers it from the start takes an entry
-- each time, two of which are dead at the end. Lists therefore have indexes over ended runs alone: one entry a run,
-- written once, never dead. The runs that are active now are few, one a subject, and run_active_subject has them all.
create index run_ended on nucleus.run (kind, status, requested_at desc, id desc)
  where status in ('SUCCEEDED', 'FAILED', 'SKIPPED');
create index run_ended_of_endpoint on nucleus.run (endpoint_id, kind, status, requested_at desc, id desc)
  where status in ('SUCCEEDED', 'FAILED', 'SKIPPED');
create index run_ended_of_collection on nucleus.run (collection_id, kind, status, requested_at desc, id desc)
  where status in ('SUCCEEDED', 'FAILED', 'SKIPPED') and collection_id is not null;
drop index nucleus.run_recent;
drop index nucleus.run_recent_of_endpoint;
drop index nucleus.run_recent_of_collection;

create index endpoint_project on nucleus.endpoint (project_id, created_at desc, id desc) where project_id is not null;
create index collection_endpoint_created on nucleus.collection (endpoint_id, created_at desc, id desc);
drop index nucleus.collection_endpoint;

-- A dataset that is seen again gets new times and nothing else. With room beside it in its page such an update leaves all
-- indexes alone.
alter table nucleus.catalog_dataset set (fillfactor = 50);
create index catalog_dataset_labels on nucleus.catalog_dataset using gin (labels);
create index catalog_dataset_unlabelled on nucleus.catalog_dataset (display_name, id) where labels = '{}';

-- Parts of texts are found by their trigrams where the server has them; without, lists are searched row by row.
do $$
declare
  operators text;
begin
  begin
    create extension if not exists pg_trgm with schema nucleus;
  exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise notice 'pg_trgm cannot be had: searches will read whole lists';
  end;
  select format('%I.gin_trgm_ops', n.nspname) into operators
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  if operators is null then
    return;
  end if;
  execute format(
    'create index endpoint_search on nucleus.endpoint using gin (name %1$s, source_id %1$s, url %1$s, description %1$s)',
    operators);
  execute format(
    'create index catalog_dataset_search on nucleus.catalog_dataset
       using gin (display_name %1$s, upstream_id %1$s, description %1$s)', operators);
end
$$;
