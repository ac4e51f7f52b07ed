# shellcheck shell=bash
# Where a platform lives and how it is set up: the home folder, its ports, secrets and the `env` file.
# Sourced by the scripts in dev/, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Debian's own interpreter where there is one: wrappers further up the PATH cost a tenth of a second each.
python=/usr/bin/python3
[[ -x $python ]] || python=python3

say() { printf '%-18s %s\n' "$1" "$2"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Names the caller never decides: each is worked out anew for every process.
is_own_variable() {
  case $1 in
    NUCLEUS_HOME | NUCLEUS_ENV_OF | NUCLEUS_INSTANCE | NUCLEUS_METRICS_PORT*) return 0 ;;
    *) return 1 ;;
  esac
}

# Resolves NUCLEUS_HOME and makes its folders.
open_home() {
  NUCLEUS_HOME=${NUCLEUS_HOME:-$root/.nucleus}
  [[ $NUCLEUS_HOME == /* ]] || NUCLEUS_HOME=$PWD/$NUCLEUS_HOME
  mkdir -p "$NUCLEUS_HOME"
  NUCLEUS_HOME=$(cd "$NUCLEUS_HOME" && pwd)
  export NUCLEUS_HOME
  # Others may pass through (PostgreSQL runs as its own user where make is run by root) but not look around.
  chmod 711 "$NUCLEUS_HOME"
  mkdir -p "$NUCLEUS_HOME"/{run,log,ports,secrets,rabbitmq,seal}
  chmod 700 "$NUCLEUS_HOME"/{log,secrets,rabbitmq,seal}
}

# One script at a time changes a home. The descriptor is closed for the processes that stay (see launch).
lock_home() {
  exec {home_lock}>"$NUCLEUS_HOME/run/lock"
  if ! flock --nonblock "$home_lock"; then
    say "home" "waiting for another make to finish with $NUCLEUS_HOME"
    flock "$home_lock"
  fi
}

# A random password, made once per home.
secret() {
  local file=$NUCLEUS_HOME/secrets/$1
  if [[ ! -s $file ]]; then
    (umask 077 && openssl rand -hex 24 >"$file.new" && mv "$file.new" "$file")
  fi
  cat "$file"
}

# The port of a private part or of a process' metrics: a free one, then always the same.
# `port NAME` gives the recorded one; `port NAME renew` looks for another if someone else has taken it.
port() {
  local file=$NUCLEUS_HOME/ports/$1 now=
  [[ ! -s $file ]] || now=$(<"$file")
  if [[ -z $now || ${2:-} == renew ]]; then
    local others=()
    mapfile -t others < <(find "$NUCLEUS_HOME/ports" -type f ! -name "$1" -exec cat {} +)
    now=$("$python" "$root/dev/lib/free-port" "${NUCLEUS_PORTS:-20000-31999}" "$now" "${others[@]}") ||
      fail "no free port in ${NUCLEUS_PORTS:-20000-31999}; set NUCLEUS_PORTS=first-last"
    printf '%s\n' "$now" >"$file"
  fi
  printf '%s\n' "$now"
}

# Settings given to `make up` stay in force for processes started again later, until `make down`.
recall_settings() {
  # Files of another home, from its `env` sourced in this shell, are not this home's.
  if [[ -n ${NUCLEUS_ENV_OF:-} && $NUCLEUS_ENV_OF != "$NUCLEUS_HOME" ]]; then
    unset NUCLEUS_ADMIN_KEY_FILE NUCLEUS_SEAL_PUBLIC_KEY NUCLEUS_SEAL_PRIVATE_KEY_FILE
  fi
  local name value
  # Empty is unset: make hands variables on that way.
  while IFS= read -r name; do [[ -n ${!name} ]] || unset "$name"; done < <(compgen -e NUCLEUS_ || true)
  [[ -f $NUCLEUS_HOME/settings ]] || return 0
  while IFS= read -r -d '' value; do
    name=${value%%=*}
    [[ -n ${!name:-} ]] || export "$name=${value#*=}"
  done <"$NUCLEUS_HOME/settings"
}

remember_settings() {
  local name
  (
    umask 077
    while IFS= read -r name; do
      case $name in
        # How many to start is asked each time, the key is read from its file, a crash point is for one start only.
        NUCLEUS_EXECUTORS | NUCLEUS_SCHEDULERS | NUCLEUS_GATEWAYS | NUCLEUS_SEAL_PUBLIC_KEY | NUCLEUS_CRASH*) continue ;;
        NUCLEUS_DATABASE_URL) [[ $private_database == no ]] || continue ;;
        NUCLEUS_AMQP_URL) [[ $private_broker == no ]] || continue ;;
      esac
      is_own_variable "$name" || printf '%s=%s\0' "$name" "${!name}"
    done < <(compgen -e NUCLEUS_ || true) >"$NUCLEUS_HOME/settings.new"
    mv "$NUCLEUS_HOME/settings.new" "$NUCLEUS_HOME/settings"
  )
}

# A URL this home has ever handed out is its own part, also when it comes back through a sourced `env`.
is_own_url() { grep --quiet --fixed-strings --line-regexp -e "$1" "$NUCLEUS_HOME/secrets/urls" 2>/dev/null; }
note_own_url() { is_own_url "$1" || (umask 077 && printf '%s\n' "$1" >>"$NUCLEUS_HOME/secrets/urls"); }

private_database_url() { printf 'postgresql://%s:%s@127.0.0.1:%s/nucleus\n' "$1" "$(secret "postgres-$1")" "$(port postgres)"; }
private_broker_url() { printf 'amqp://%s:%s@127.0.0.1:%s/nucleus\n' "$1" "$(secret "rabbitmq-$1")" "$(port rabbitmq)"; }

# Decides which parts are private and what the owner's URLs are: private_database, private_broker,
# database_url, broker_url.
resolve_parts() {
  private_database=yes private_broker=yes
  if [[ -n ${NUCLEUS_DATABASE_URL:-} ]] && ! is_own_url "$NUCLEUS_DATABASE_URL"; then
    private_database=no database_url=$NUCLEUS_DATABASE_URL
  else
    database_url=$(private_database_url nucleus)
    note_own_url "$database_url"
  fi
  if [[ -n ${NUCLEUS_AMQP_URL:-} ]] && ! is_own_url "$NUCLEUS_AMQP_URL"; then
    private_broker=no broker_url=$NUCLEUS_AMQP_URL
  else
    broker_url=$(private_broker_url nucleus)
    note_own_url "$broker_url"
  fi
}

resolve_settings() {
  recall_settings
  resolve_parts
  export NUCLEUS_HTTP_HOST=${NUCLEUS_HTTP_HOST:-127.0.0.1}
  export NUCLEUS_HTTP_PORT=${NUCLEUS_HTTP_PORT:-8080}
  [[ $NUCLEUS_HTTP_PORT =~ ^[0-9]+$ ]] || fail "NUCLEUS_HTTP_PORT is not a number: $NUCLEUS_HTTP_PORT"
  local name
  for name in NUCLEUS_EXECUTORS NUCLEUS_SCHEDULERS NUCLEUS_GATEWAYS; do
    [[ ${!name:-1} =~ ^[0-9]{1,3}$ ]] || fail "$name is not a number from 0 to 999: ${!name}"
  done
  export NUCLEUS_ADMIN_KEY_FILE=${NUCLEUS_ADMIN_KEY_FILE:-$NUCLEUS_HOME/admin.key}
  export NUCLEUS_SEAL_PRIVATE_KEY_FILE=${NUCLEUS_SEAL_PRIVATE_KEY_FILE:-$NUCLEUS_HOME/seal/private.key}
  if [[ ! -s $NUCLEUS_ADMIN_KEY_FILE ]]; then
    (umask 077 && printf 'nk_%s' "$(openssl rand -hex 32)" >"$NUCLEUS_ADMIN_KEY_FILE")
  fi
}

# The host under which this machine reaches a service that listens on $1.
reachable_host() {
  case $1 in
    0.0.0.0 | :: | '[::]' | '') echo 127.0.0.1 ;;
    *) echo "$1" ;;
  esac
}

shell_quote() {
  if [[ $1 =~ ^[A-Za-z0-9_./:@%+,=-]*$ ]]; then printf '%s' "$1"; else printf "'%s'" "${1//\'/\'\\\'\'}"; fi
}

# Writes $NUCLEUS_HOME/env: plain NAME=value lines, then one export of them all.
write_env() {
  local name file names=()
  declare -A values=()
  while IFS= read -r name; do
    case $name in
      NUCLEUS_CRASH*) ;;
      *) is_own_variable "$name" || values[$name]=${!name} ;;
    esac
  done < <(compgen -e NUCLEUS_ || true)
  values[NUCLEUS_HOME]=$NUCLEUS_HOME
  values[NUCLEUS_ENV_OF]=$NUCLEUS_HOME
  values[NUCLEUS_DATABASE_URL]=$database_url
  values[NUCLEUS_AMQP_URL]=$broker_url
  for file in "$NUCLEUS_HOME"/ports/{scheduler,run-executor}*; do
    [[ -s $file ]] || continue
    name=${file##*/}
    name=${name^^}
    values[NUCLEUS_METRICS_PORT_${name//-/_}]=$(<"$file")
  done
  mapfile -t names < <(printf '%s\n' "${!values[@]}" | sort)
  (
    umask 077
    {
      for name in "${names[@]}"; do printf '%s=%s\n' "$name" "$(shell_quote "${values[$name]}")"; done
      printf 'export %s\n' "${names[*]}"
    } >"$NUCLEUS_HOME/env.new"
    mv "$NUCLEUS_HOME/env.new" "$NUCLEUS_HOME/env"
  )
}
