#!/bin/sh
# Make a virtual environment and install a hash-pinned requirements file and the project into it.
# usage: venv.sh PYTHON VENV REQUIREMENTS
set -eu
python=$1 venv=$2 requirements=$3

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  { echo "gehoor: Python 3.11 of nieuwer is nodig; dit is $("$python" --version)" >&2; exit 2; }

if [ ! -x "$venv/bin/pip" ]; then
  if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
    # Debian keeps venv in a package of its own.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
      rm -rf "$venv"
      "$python" -m venv "$venv"
    else
      echo "gehoor: installeer eerst python3-venv (apt-get install python3-venv)" >&2
      exit 2
    fi
  fi
fi

# The native core is built where a C compiler and Python's headers are. They are fetched where
# that can be done without asking; without them everything works, only slower.
headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
if ! command -v "${CC:-cc}" >/dev/null || [ ! -f "$headers/Python.h" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq gcc libc6-dev python3-dev; } >/dev/null 2>&1 ||
      echo "gehoor: geen C-compiler te installeren; het gehoor werkt, maar trager" >&2
  fi
fi

echo "gehoor: installeren ($requirements)…" >&2
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
