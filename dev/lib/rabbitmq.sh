# shellcheck shell=bash
# The private RabbitMQ of a home. Sourced by the scripts in dev/, never run.

rabbitmq_server=/usr/lib/rabbitmq/bin/rabbitmq-server

rabbitmq_answers() { AMQP_URL=$(private_broker_url nucleus) "$python" "$root/dev/lib/amqp-login"; }

write_rabbitmq_files() {
  local folder=$NUCLEUS_HOME/rabbitmq name
  (
    umask 077
    [[ -s $folder/.erlang.cookie ]] || secret rabbitmq-cookie >"$folder/.erlang.cookie"
    chmod 400 "$folder/.erlang.cookie"
    # Queues are stored under the node's name: it stays when the home moves.
    [[ -s $folder/node ]] || printf 'nucleus-%s@localhost\n' "$(openssl rand -hex 4)" >"$folder/node"
    for name in nucleus nucleus_gateway nucleus_scheduler nucleus_executor; do
      printf '%s=%s\n' "$name" "$(secret "rabbitmq-$name")"
    done | "$python" "$root/dev/lib/broker-definitions" >"$folder/definitions.json"
    cat >"$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(port rabbitmq)
load_definitions = $folder/definitions.json
loopback_users = none
disk_free_limit.absolute = 100MB
log.file = false
log.console = true
log.console.level = info
raft.wal_max_size_bytes = 67108864
CONF
    printf '[].\n' >"$folder/enabled_plugins"
    : >"$folder/empty.conf"
  )
}

# Erlang's name service would otherwise be shared with every broker of the machine, and outlive this one.
launch_epmd() {
  if is_alive epmd; then return 0; fi
  port epmd renew >/dev/null
  ERL_EPMD_ADDRESS=127.0.0.1 launch epmd epmd -port "$(port epmd)"
}

launch_rabbitmq() {
  if is_alive rabbitmq; then return 0; fi
  [[ -x $rabbitmq_server ]] || fail "RabbitMQ is missing; run make install"
  local folder=$NUCLEUS_HOME/rabbitmq
  port rabbitmq renew >/dev/null
  port rabbitmq-dist renew >/dev/null
  resolve_parts
  write_rabbitmq_files
  launch_epmd
  (
    cd "$folder"
    while IFS= read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(RABBITMQ_|ERL_)' || true)
    export HOME=$folder
    export ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=$folder/erl_crash.dump
    ERL_EPMD_PORT=$(port epmd)
    export RABBITMQ_NODENAME RABBITMQ_DIST_PORT
    RABBITMQ_NODENAME=$(<"$folder/node")
    RABBITMQ_DIST_PORT=$(port rabbitmq-dist)
    export RABBITMQ_CONF_ENV_FILE=$folder/empty.conf RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
    export RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced.config
    export RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
    export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$NUCLEUS_HOME/log RABBITMQ_LOGS=-
    export RABBITMQ_PID_FILE=$folder/server.pid RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated
    # Two virtual machines bound to the same cores would wait for each other.
    export RABBITMQ_SCHEDULER_BIND_TYPE=u
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
    # Makes the start script become the server instead of standing before it, so that signals and the pid are its own.
    export RUNNING_UNDER_SYSTEMD=true
    launch rabbitmq "$rabbitmq_server"
  )
}

await_rabbitmq() {
  await rabbitmq 120 rabbitmq_answers
  say "rabbitmq" "ready on port $(port rabbitmq)"
}

start_rabbitmq() {
  if is_alive rabbitmq; then
    say "rabbitmq" "running on port $(port rabbitmq)"
    return 0
  fi
  launch_rabbitmq
  await_rabbitmq
}

stop_rabbitmq() {
  stop TERM 30 rabbitmq
  stop TERM 5 epmd >/dev/null
}
