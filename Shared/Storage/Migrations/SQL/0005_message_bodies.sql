-- The bodies of messages that are written in bulk, in the same form as the services write them.

create function nucleus.rfc3339(at timestamptz) returns text language sql stable
as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create function nucleus.run_event_body(run nucleus.run, at timestamptz) returns text language sql stable
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'runID', run.id, 'endpointID', run.endpoint_id, 'collectionID', run.collection_id, 'kind', run.kind,
    'status', run.status, 'attempt', run.attempt, 'errorCode', run.error_code,
    'at', nucleus.rfc3339(at)))::text
$$;

create function nucleus.run_trigger_body(run nucleus.run) returns text language sql stable
as $$
  select jsonb_build_object('runID', run.id, 'endpointID', run.endpoint_id)::text
$$;

-- A version 7 UUID (RFC 9562, 5.7): the milliseconds of the clock in front of a random one.
create function nucleus.uuid_v7() returns uuid language sql volatile as $$
  with parts as (
    select int8send((extract(epoch from clock_timestamp()) * 1000)::int8) as milliseconds,
           uuid_send(gen_random_uuid()) as random
  )
  select encode(
    -- Bits 52 and 53 turn the version from 4 into 7.
    set_bit(set_bit(substring(milliseconds from 3) || substring(random from 7), 52, 1), 53, 1), 'hex')::uuid
  from parts
$$;
