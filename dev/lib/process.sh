# shellcheck shell=bash
# Background processes: start, recognise, wait for, stop. Sourced by the scripts in dev/, never run.

# epmd belongs to the broker and is nobody else's business.
pid_file() {
  case $1 in
    epmd) printf '%s\n' "$NUCLEUS_HOME/rabbitmq/epmd.pid" ;;
    *) printf '%s\n' "$NUCLEUS_HOME/run/$1.pid" ;;
  esac
}
identity_file() {
  local file
  file=$(pid_file "$1")
  printf '%s.identity\n' "${file%.pid}"
}

# Start time and boot of a living process: what tells it from a later one with the same number.
# A killed process nobody has waited for yet (state Z) is dead.
identity_of() {
  local stat fields
  # Not $(<file): bash ends the whole shell when that file is missing.
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  printf '%s %s\n' "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

# Prints the process id where the process of that name is alive and ours.
pid_of() {
  local pid identity
  pid=$(cat "$(pid_file "$1")" 2>/dev/null) && identity=$(head -n 1 "$(identity_file "$1")" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ && $(identity_of "$pid") == "$identity" ]] || return 1
  printf '%s\n' "$pid"
}
is_alive() { pid_of "$1" >/dev/null; }

# launch NAME COMMAND…: in a session of its own, output to the log, the pid recorded by the process itself
# before it becomes COMMAND, so that no interrupt can leave one running that nobody knows.
launch() {
  local name=$1 file identity
  shift
  file=$(pid_file "$name")
  identity=$(identity_file "$name")
  rm -f "$file" "$identity"
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid bash -c '
    identity=$1 file=$2
    shift 2
    read -r stat <"/proc/$$/stat"
    read -r -a fields <<<"${stat##*) }"
    printf "%s %s\n%s\n" "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)" "$(stat -L -c %s /dev/fd/2)" >"$identity"
    printf "%s\n" "$$" >"$file.new" && mv "$file.new" "$file"
    exec "$@"' launch "$identity" "$file" "$@" \
    </dev/null >>"$NUCLEUS_HOME/log/$name.log" 2>&1 {home_lock}>&- &
  local tries
  for ((tries = 0; tries < 500; tries++)); do
    [[ ! -s $file ]] || return 0
    sleep 0.01
  done
  fail "$name could not be started; see $NUCLEUS_HOME/log/$name.log"
}

# Ends the script with the reason and the last lines of the log.
fail_with_log() {
  local log=$NUCLEUS_HOME/log/$1.log offset
  # What it had said before this start is another story.
  offset=$(sed -n 2p "$(identity_file "$1")" 2>/dev/null) || true
  {
    printf 'error: %s %s\n' "$1" "$2"
    printf -- '--- last lines of %s\n' "$log"
    tail -c "+$((${offset:-0} + 1))" "$log" | tail -n 20 | cut -c1-400 || true
    printf -- '---\n'
  } >&2
  exit 1
}

# await NAME SECONDS CHECK…: until CHECK succeeds; at once over when the process ends.
await() {
  local name=$1 limit=$2 started=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    is_alive "$name" || fail_with_log "$name" "has ended while starting"
    ((SECONDS - started < limit)) || fail_with_log "$name" "is not ready after $limit s"
    sleep 0.1
  done
}

# stop SIGNAL SECONDS NAME…: all at once, then waits; what does not end in time is killed.
stop() {
  local signal=$1 limit=$2 name pid waiting=() started=$SECONDS
  shift 2
  for name in "$@"; do
    if pid=$(pid_of "$name"); then
      kill -s "$signal" "$pid" 2>/dev/null || true
      waiting+=("$name")
    fi
  done
  for name in "${waiting[@]}"; do
    while pid=$(pid_of "$name"); do
      if ((SECONDS - started >= limit)); then
        say "$name" "did not stop within $limit s: killed"
        kill -s KILL "$pid" 2>/dev/null || true
        limit=$((limit + 5))
      fi
      sleep 0.05
    done
    say "$name" "stopped"
  done
  for name in "$@"; do rm -f "$(pid_file "$name")" "$(identity_file "$name")"; done
}

# Names of the processes of one kind that have a pid file.
recorded() {
  local file
  for file in "$NUCLEUS_HOME/run/$1"*.pid; do
    [[ -f $file ]] || continue
    file=${file##*/}
    printf '%s\n' "${file%.pid}"
  done
}
