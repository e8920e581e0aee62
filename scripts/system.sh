#!/bin/sh
# See that programmes of Debian that the tests use are there; install what is missing where we may.
# usage: system.sh PROGRAM…   (chromium, postgresql, …)
set -eu
missing=
for name; do
  case $name in
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql" ;;
    *) command -v "$name" >/dev/null 2>&1 || missing="$missing $name" ;;
  esac
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "gehoor: installeren voor de tests:$missing…" >&2
  apt-get update -qq
  # shellcheck disable=SC2086  # a list of names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "gehoor: installeer eerst voor de tests:$missing (apt-get install$missing)" >&2
  exit 2
fi
