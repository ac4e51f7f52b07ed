# shellcheck shell=bash
# The three services: keys, migrations, start and readiness. Sourced by the scripts in dev/, never run.
# Settings of one process are exported in a subshell on purpose:
# shellcheck disable=SC2030,SC2031

# process_name SERVICE N: the first scheduler and gateway go by the plain name, executors are always numbered.
process_name() {
  case $1:$2 in
    run-executor:*) printf 'run-executor-%s\n' "$2" ;;
    *:1) printf '%s\n' "$1" ;;
    *) printf '%s-%s\n' "$1" "$2" ;;
  esac
}

service_of() {
  case $1 in
    api-gateway*) echo api-gateway ;;
    scheduler*) echo scheduler ;;
    run-executor*) echo run-executor ;;
  esac
}

number_of() {
  if [[ $1 =~ -([0-9]+)$ ]]; then printf '%s\n' "${BASH_REMATCH[1]}"; else echo 1; fi
}

# Name of the role and broker user of a service.
user_of() {
  case $1 in
    api-gateway) echo nucleus_gateway ;;
    scheduler) echo nucleus_scheduler ;;
    run-executor) echo nucleus_executor ;;
  esac
}

# The processes asked for, one name a line.
wanted_processes() {
  local number
  for ((number = 1; number <= ${NUCLEUS_SCHEDULERS:-1}; number++)); do process_name scheduler "$number"; done
  for ((number = 1; number <= ${NUCLEUS_EXECUTORS:-1}; number++)); do process_name run-executor "$number"; done
  for ((number = 1; number <= ${NUCLEUS_GATEWAYS:-1}; number++)); do process_name api-gateway "$number"; done
}

service_processes() {
  recorded api-gateway
  recorded run-executor
  recorded scheduler
}

# Credentials are sealed for the executors' key: made once per home, its public half read from the file each time.
make_seal_keys() {
  if [[ -n ${NUCLEUS_SEAL_PUBLIC_KEY:-} && -s $NUCLEUS_SEAL_PRIVATE_KEY_FILE ]]; then return 0; fi
  NUCLEUS_SEAL_PUBLIC_KEY=$(umask 077 &&
    "$(executables_folder)/run-executor" keygen --private-key-file "$NUCLEUS_SEAL_PRIVATE_KEY_FILE" </dev/null) ||
    fail "run-executor keygen failed"
  export NUCLEUS_SEAL_PUBLIC_KEY
}

# On a database of someone else's: makes the three roles where they are missing and may be made.
make_external_roles() {
  local service role
  for service in "${executables[@]}"; do
    role=$(user_of "$service")
    DATABASE_URL=$database_url "$python" "$root/dev/lib/database-url" psql --command="select 1 from pg_roles where rolname = '$role'" |
      grep --quiet 1 && continue
    printf "create role %s login password '%s';\n" "$role" "$(secret "postgres-$role")" |
      DATABASE_URL=$database_url "$python" "$root/dev/lib/database-url" psql >/dev/null 2>&1 ||
      say "database" "may not make the role $role there; its service connects as the given user"
  done
}

# The URL by which a service reaches the database: its own role where that works, else the one given.
service_database_url() {
  local role url
  role=$(user_of "$1")
  if [[ $private_database == yes ]]; then
    private_database_url "$role"
    return
  fi
  url=$(DATABASE_URL=$database_url DATABASE_PASSWORD=$(secret "postgres-$role") "$python" "$root/dev/lib/database-url" as "$role")
  if DATABASE_URL=$url "$python" "$root/dev/lib/database-url" psql --command='select 1' >/dev/null 2>&1; then
    printf '%s\n' "$url"
  else
    printf '%s\n' "$database_url"
  fi
}

# Users of a broker cannot be made over AMQP: on someone else's, all services log in as the given user.
service_broker_url() {
  if [[ $private_broker == yes ]]; then private_broker_url "$(user_of "$1")"; else printf '%s\n' "$broker_url"; fi
}

migrate() {
  if [[ $private_database == no ]]; then make_external_roles; fi
  local log=$NUCLEUS_HOME/log/migrate.log
  if ! NUCLEUS_DATABASE_URL=$database_url "$(executables_folder)/scheduler" migrate >"$log" 2>&1 </dev/null; then
    fail_with_log migrate "has failed"
  fi
  say "migrate" "$(tail -n 1 "$log" | cut -c1-200)"
}

launch_service() {
  local name=$1 service number http_port
  service=$(service_of "$name")
  number=$(number_of "$name")
  (
    export NUCLEUS_INSTANCE=$name
    NUCLEUS_DATABASE_URL=$(service_database_url "$service")
    NUCLEUS_AMQP_URL=$(service_broker_url "$service")
    export NUCLEUS_DATABASE_URL NUCLEUS_AMQP_URL
    # Nobody gets a key that is not meant for it.
    [[ $service == run-executor ]] || unset NUCLEUS_SEAL_PRIVATE_KEY_FILE
    [[ $service == api-gateway ]] || unset NUCLEUS_ADMIN_KEY_FILE
    unset NUCLEUS_ENV_OF
    if [[ $service == api-gateway ]]; then
      http_port=$((NUCLEUS_HTTP_PORT + number - 1))
      [[ $("$python" "$root/dev/lib/free-port" "$http_port" "$http_port") == "$http_port" ]] ||
        fail "port $http_port is taken by another program; choose one with NUCLEUS_HTTP_PORT=…"
      export NUCLEUS_HTTP_PORT=$http_port
      # On one's own machine probes may well wait with the clients.
      unset NUCLEUS_METRICS_PORT
    else
      NUCLEUS_METRICS_PORT=$(port "$name" renew)
      export NUCLEUS_METRICS_PORT
    fi
    launch "$name" "$(executables_folder)/$service" serve
  )
}

service_url() {
  case $1 in
    api-gateway*) printf 'http://%s:%s\n' "$(reachable_host "$NUCLEUS_HTTP_HOST")" "$((NUCLEUS_HTTP_PORT + $(number_of "$1") - 1))" ;;
    *) printf 'http://%s:%s\n' "$(reachable_host "${NUCLEUS_METRICS_HOST:-}")" "$(port "$1")" ;;
  esac
}

answers_ok() { [[ $(curl --silent --output /dev/null --max-time 2 --noproxy '*' --write-out '%{http_code}' "$1") == 200 ]]; }

# Whether the parts a service needs are there at all; without them it lives but cannot become ready.
parts_are_up() {
  [[ $private_database == no ]] || is_alive postgres || return 1
  [[ $private_broker == no ]] || is_alive rabbitmq || return 1
}

await_service() {
  local name=$1 url
  url=$(service_url "$name")
  if parts_are_up; then
    await "$name" "${NUCLEUS_START_TIMEOUT:-60}" answers_ok "$url/health/ready"
    say "$name" "ready, $url"
  else
    await "$name" "${NUCLEUS_START_TIMEOUT:-60}" answers_ok "$url/health/live"
    say "$name" "alive, $url; not ready before PostgreSQL and RabbitMQ are there"
  fi
}

# The gateway's port stays what it is while a gateway lives.
keep_running_port() {
  local recorded_port
  [[ -s $NUCLEUS_HOME/ports/http ]] || return 0
  recorded_port=$(<"$NUCLEUS_HOME/ports/http")
  if [[ $recorded_port != "$NUCLEUS_HTTP_PORT" && -n $(living_processes api-gateway) ]]; then
    say "api-gateway" "running on port $recorded_port, so NUCLEUS_HTTP_PORT=$NUCLEUS_HTTP_PORT has to wait for make down"
    export NUCLEUS_HTTP_PORT=$recorded_port
  fi
}

living_processes() {
  local name
  while IFS= read -r name; do
    if is_alive "$name"; then printf '%s\n' "$name"; fi
  done < <(recorded "$1")
}
