#!/bin/sh
# Pin the dependencies with hashes and without the address of any index.
set -eu
pin() {
  out=$1; shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --no-config --output-file "requirements/$out" "$@"
}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
# The project is installed without build isolation, so what builds it is pinned too.
printf 'hatchling>=1.27\neditables\n' >"$build/build.in"
pin run.txt pyproject.toml "$build/build.in" --extra web
pin dev.txt pyproject.toml "$build/build.in" --extra web --extra postgres --extra llm --extra letters --extra speech --group dev
pin bench.txt pyproject.toml "$build/build.in" --extra web --extra postgres --extra llm --extra letters --extra speech --group dev --group bench
