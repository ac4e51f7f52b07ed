# shellcheck shell=bash
# The product's executables: where they are, and how they come to be. Sourced by the scripts in dev/, never run.

executables=(api-gateway scheduler run-executor)

executables_folder() {
  if [[ -n ${NUCLEUS_BIN_DIR:-} ]]; then
    printf '%s\n' "$NUCLEUS_BIN_DIR"
  else
    printf '%s/.build/%s\n' "$root" "$(build_configuration)"
  fi
}

build_configuration() {
  case ${NUCLEUS_BUILD:-release} in
    release | debug) printf '%s\n' "${NUCLEUS_BUILD:-release}" ;;
    *) fail "NUCLEUS_BUILD is release or debug, not ${NUCLEUS_BUILD}" ;;
  esac
}

require_executables() {
  local folder name
  folder=$(executables_folder)
  for name in "${executables[@]}"; do
    [[ -x $folder/$name ]] || fail "there is no executable $name in $folder"
  done
}

# Builds all three, unless NUCLEUS_BIN_DIR names them.
build_executables() {
  if [[ -z ${NUCLEUS_BIN_DIR:-} ]]; then
    local configuration name number=0 started=$SECONDS
    configuration=$(build_configuration)
    for name in "${executables[@]}"; do
      number=$((number + 1))
      say "build" "$name ($number of ${#executables[@]}, $configuration; the first time takes several minutes)"
      (cd "$root" && swift build --configuration "$configuration" --product "$name") || fail "building $name failed"
    done
    say "build" "done in $((SECONDS - started)) s"
  fi
  require_executables
}

# For one process: what has been built is good enough.
have_executables() {
  local folder name
  folder=$(executables_folder)
  for name in "${executables[@]}"; do
    if [[ ! -x $folder/$name ]]; then
      build_executables
      return
    fi
  done
}
