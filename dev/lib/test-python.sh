# shellcheck shell=bash
# The interpreter with the packages of the conformance tests, which dev/lib/test-environment makes.
# Sourced by the scripts in dev/, after settings.sh.

test_environment=$root/.nucleus/venv
test_python=$test_environment/bin/python
