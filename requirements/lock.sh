#!/bin/sh
# Writes every requirement file anew: exact versions with hashes, for every platform, and no index named.
#
#   make lock                  keeps the versions that still fit pyproject.toml
#   make lock ARGS=--upgrade   takes newer ones
#
# dev.txt is resolved first and constrains the others, so one version of a package serves everywhere. image.txt and
# build.txt are the container's: what runs in it, and what builds it. sam.txt and checkov.txt are apart: both pin
# versions of their own, and live in .venv-sam and .venv-checkov.
set -eu
python=$1
shift

compile() {
  UV_CUSTOM_COMPILE_COMMAND="make lock" "$python" -m uv pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}

# The build backend is installed from the same files, as pip builds without isolation: the network is asked once.
build_backend() {
  "$python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
}

build_backend | compile pyproject.toml - --extra dev --output-file requirements/dev.txt "$@"
build_backend | compile pyproject.toml - --extra simulator --constraints requirements/dev.txt --output-file requirements/talk.txt
build_backend | compile pyproject.toml - --extra simulator --extra voice --constraints requirements/dev.txt --output-file requirements/voice.txt
build_backend | compile pyproject.toml - --extra simulator --extra voice --extra web --constraints requirements/dev.txt --output-file requirements/serve.txt
compile pyproject.toml --extra web --extra dynamodb --constraints requirements/dev.txt --output-file requirements/image.txt
build_backend | compile - --constraints requirements/dev.txt --output-file requirements/build.txt
build_backend | compile pyproject.toml - --extra docs --constraints requirements/dev.txt --output-file requirements/docs.txt
build_backend | compile pyproject.toml - --extra bench --constraints requirements/dev.txt --output-file requirements/bench.txt
compile lambda/requirements.in --constraints requirements/dev.txt --output-file lambda/requirements.txt
compile requirements/sam.in --output-file requirements/sam.txt "$@"
compile requirements/checkov.in --output-file requirements/checkov.txt "$@"
