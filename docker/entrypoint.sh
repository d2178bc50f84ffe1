#!/bin/sh
# Runs `amocrm-pipeline …` or, with anything else, n8n with this package in the place where it looks.
set -eu

package="${AMOCRM_PACKAGE_DIR:-/opt/amocrm-pipeline/n8n-nodes-amocrm-pipeline}"
cli="$package/dist/cli/main.js"

if [ "${1:-}" = amocrm-pipeline ]; then
	shift
	exec node "$cli" "$@"
fi

# The volume at ~/.n8n hides whatever the image has there. A link made at every start leads to the
# version of this image, also after an upgrade, and replaces a copy that was installed by hand.
modules="${N8N_USER_FOLDER:-$HOME}/.n8n/nodes/node_modules"
link="$modules/n8n-nodes-amocrm-pipeline"
mkdir -p "$modules"
[ -L "$link" ] || rm -rf "$link"
ln -sfn "$package" "$link"

# n8n takes the owner as a hash only. Workers and webhook processors are given no password.
if [ -n "${N8N_OWNER_PASSWORD:-}" ]; then
	N8N_INSTANCE_OWNER_PASSWORD_HASH="$(node "$cli" provision owner-hash)"
	export N8N_INSTANCE_OWNER_PASSWORD_HASH
	export N8N_INSTANCE_OWNER_EMAIL="$N8N_OWNER_EMAIL"
	export N8N_INSTANCE_OWNER_MANAGED_BY_ENV=true
	unset N8N_OWNER_PASSWORD
fi

# The Redirect URL of credentials; hooks of the installation's own go on working beside it.
hook="$package/dist/credentials/redirectUrlHook.js"
# n8n reads EXTERNAL_HOOK_FILES_FILE only while the variable itself is not set, which it is from here on.
own="${EXTERNAL_HOOK_FILES-$(cat "${EXTERNAL_HOOK_FILES_FILE:-/dev/null}")}"
export EXTERNAL_HOOK_FILES="$hook${own:+${EXTERNAL_HOOK_FILES_SEPARATOR:-:}$own}"

exec "${N8N_IMAGE_ENTRYPOINT:-/docker-entrypoint.sh}" "$@"
