#!/bin/sh
# Renders templates/ for a host without Docker, as the official nginx image does at its start:
#   render.sh [file with NAME=value lines]
# Writes to NGINX_ENVSUBST_OUTPUT_DIR (/etc/nginx/conf.d). Reload nginx afterwards.
set -eu
folder=$(cd "$(dirname "$0")" && pwd)

if [ $# -gt 0 ]; then
	set -a
	# shellcheck disable=SC1090 # the caller's own file
	. "$(realpath "$1")"
	set +a
fi
# shellcheck source=defaults.envsh
. "$folder/defaults.envsh"

# Only names in capitals: nginx's own variables ($host, $request_uri) stay as they are.
names=$(grep -rhoE '\$\{[A-Z0-9_]+\}' "$folder/templates" | sort -u)

# nginx makes the folder itself, but not the one around it.
mkdir -p "$(dirname "$CACHE_DIR")"

cd "$folder/templates"
find . -type f -name '*.template' | while read -r template; do
	output="$NGINX_ENVSUBST_OUTPUT_DIR/${template%.template}"
	mkdir -p "$(dirname "$output")"
	envsubst "$names" <"$template" >"$output"
done
