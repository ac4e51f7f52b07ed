# shellcheck shell=bash
# The private PostgreSQL of a home. Sourced by the scripts in dev/, never run.

# Folder with the server programs: those the data were made with, else the newest installed.
postgres_programs() {
  local version=
  [[ ! -e $NUCLEUS_HOME/postgres/data/PG_VERSION ]] || version=$(<"$NUCLEUS_HOME/postgres/data/PG_VERSION")
  if [[ -n $version && -x /usr/lib/postgresql/$version/bin/postgres ]]; then
    printf '/usr/lib/postgresql/%s/bin\n' "$version"
    return
  fi
  [[ -z $version ]] || fail "the data in $NUCLEUS_HOME/postgres need PostgreSQL $version, which is not installed"
  find /usr/lib/postgresql -path '*/bin/postgres' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1
}

# PostgreSQL refuses to run as root. Prints the words that have to stand before a command which touches the data.
postgres_user_prefix() {
  ((EUID == 0)) || return 0
  local owner
  owner=$(stat -L -c %U "$NUCLEUS_HOME/postgres")
  if [[ $owner == root ]]; then
    printf '%s\n' unshare --user --map-user=1000 --map-group=1000 --
  else
    printf '%s\n' setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups --
  fi
}

# Makes $NUCLEUS_HOME/postgres so that a user who is not root can work in it.
make_postgres_folder() {
  local folder=$NUCLEUS_HOME/postgres place
  [[ ! -d $folder ]] || return 0
  rm -f "$folder"
  mkdir -m 700 "$folder"
  ((EUID == 0)) || return 0
  chown postgres: "$folder"
  if setpriv --reuid=postgres --regid=postgres --clear-groups -- test -w "$folder"; then return 0; fi
  # The home is below a folder closed to others. Root without its name does as well, where the system allows it.
  if unshare --user --map-user=1000 --map-group=1000 -- true 2>/dev/null; then
    chown root: "$folder"
    return 0
  fi
  # Otherwise the data live elsewhere, with a link in the home.
  rmdir "$folder"
  place=$(mktemp -d /var/tmp/nucleus-postgres.XXXXXXXX)
  chown postgres: "$place"
  ln -s "$place" "$folder"
  say "postgres" "data in $place (the server's user cannot reach $NUCLEUS_HOME)"
}

make_postgres_cluster() {
  local programs=$1 folder password
  shift
  folder=$(realpath "$NUCLEUS_HOME/postgres")
  [[ ! -d $folder/data ]] || return 0
  say "postgres" "making a private cluster in $NUCLEUS_HOME/postgres"
  rm -rf "$folder/data.new"
  password=$folder/password
  (umask 077 && secret postgres-nucleus >"$password")
  chown --reference="$folder" "$password"
  if ! (cd / && "$@" "$programs/initdb" --pgdata="$folder/data.new" --username=nucleus --pwfile="$password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums) >>"$NUCLEUS_HOME/log/postgres.log" 2>&1; then
    rm -f "$password"
    fail_with_log postgres "could not make its cluster"
  fi
  rm -f "$password"
  mv "$folder/data.new" "$folder/data"
}

# psql as the owner of the private database, other database and options as arguments.
owner_psql() {
  PGHOST=127.0.0.1 PGPORT=$(port postgres) PGUSER=nucleus PGPASSWORD=$(secret postgres-nucleus) \
    PGDATABASE=${PGDATABASE:-postgres} PGCONNECT_TIMEOUT=5 PGAPPNAME=make \
    psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 "$@"
}

postgres_answers() { owner_psql --command='select 1'; }

launch_postgres() {
  if is_alive postgres; then return 0; fi
  local programs folder prefix=()
  programs=$(postgres_programs)
  [[ -n $programs ]] || fail "PostgreSQL's server programs are missing; run make install"
  make_postgres_folder
  mapfile -t prefix < <(postgres_user_prefix)
  make_postgres_cluster "$programs" "${prefix[@]}"
  folder=$(realpath "$NUCLEUS_HOME/postgres")
  clear_dead_server "$folder"
  port postgres renew >/dev/null
  resolve_parts
  install -m 644 "$root/dev/postgresql.conf" "$folder/data/postgresql.conf"
  local socket=$folder
  # A socket's path has room for 107 bytes.
  ((${#folder} < 85)) || socket=
  (cd / && launch postgres "${prefix[@]}" "$programs/postgres" -D "$folder/data" \
    -c port="$(port postgres)" -c unix_socket_directories="$socket")
}

# A killed server leaves its locks, and its last backends live on for a moment. The locks are taken away only when
# nobody works in the folder any more; the server by itself would also believe a process that is dead but not buried.
clear_dead_server() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    if [[ -z $(find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$1/data" 2>/dev/null) ]]; then
      rm -f "$1/data/postmaster.pid" "$1"/.s.PGSQL.*
      return 0
    fi
    sleep 0.1
  done
  fail "another PostgreSQL, process $(head -n 1 "$1/data/postmaster.pid"), works on $1/data"
}

await_postgres() {
  await postgres 60 postgres_answers
  # Roles first: migrations grant to them.
  local role
  for role in nucleus_gateway nucleus_scheduler nucleus_executor; do
    printf '%s=%s\n' "$role" "$(secret "postgres-$role")"
  done | "$python" "$root/dev/lib/database-roles" | owner_psql >/dev/null || fail_with_log postgres "refused to make its roles"
  say "postgres" "ready on port $(port postgres)"
}

start_postgres() {
  if is_alive postgres; then
    say "postgres" "running on port $(port postgres)"
    return 0
  fi
  launch_postgres
  await_postgres
}
