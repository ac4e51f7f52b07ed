# shellcheck shell=bash
# Which files belong to the project. Sourced by the scripts in dev/, never run.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# Swift files that are tracked or about to be, separated by NUL.
swift_files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    # shellcheck disable=SC2016 # expanded by the inner shell
    git ls-files -z --cached --others --exclude-standard '*.swift' | xargs --null --no-run-if-empty sh -c '
      for file; do [ ! -f "$file" ] || printf "%s\0" "$file"; done' sh
  else
    find . -name '.?*' -prune -o -name '*.swift' -type f -print0
  fi
}

shell_files() { grep --files-with-matches --recursive --null --extended-regexp '^#(!.*(bash|/sh)| shellcheck shell=bash)' dev deploy .ci; }
