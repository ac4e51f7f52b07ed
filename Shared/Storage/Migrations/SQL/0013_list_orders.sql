-- What lists are sorted and searched by beside the time.

create index endpoint_name on nucleus.endpoint (name, id);
create index endpoint_labels on nucleus.endpoint using gin (labels);
create index collection_by_name on nucleus.collection (name, id);

-- Failed runs are few: each has one entry here for every owner that lists are narrowed to.
create index run_failed_code on nucleus.run (error_code, kind, requested_at desc, id desc) where status = 'FAILED';
create index run_failed_code_of_endpoint on nucleus.run (endpoint_id, error_code, kind, requested_at desc, id desc)
  where status = 'FAILED';
create index run_failed_code_of_collection on nucleus.run (collection_id, error_code, kind, requested_at desc, id desc)
  where status = 'FAILED' and collection_id is not null;

do $$
declare
  operators text;
begin
  select format('%I.gin_trgm_ops', n.nspname) into operators
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  if operators is not null then
    execute format('create index collection_search on nucleus.collection using gin (name %s)', operators);
  end if;
end
$$;
