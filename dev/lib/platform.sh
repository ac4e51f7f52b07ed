# shellcheck shell=bash
# Everything a script needs that works on a platform.

# shellcheck source=dev/lib/settings.sh
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
source "$root/dev/lib/process.sh"
source "$root/dev/lib/build.sh"
source "$root/dev/lib/postgres.sh"
source "$root/dev/lib/rabbitmq.sh"
source "$root/dev/lib/services.sh"
