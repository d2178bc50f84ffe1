#!/bin/sh
# The image runs this once, on an empty volume: one role and one database each for n8n and for the
# analysts' tables, so that neither can read the other's.
set -eu

make_database() {
	psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
		--set name="$1" --set password="$2" --set right="$3" <<-'SQL'
		create role :"name" login :right password :'password';
		create database :"name" owner :"name";
		revoke connect on database :"name" from public;
	SQL
}

make_database n8n "$N8N_DB_PASSWORD" nocreaterole
# `amocrm-pipeline provision import` makes the roles of n8n and of the analysts as this one.
make_database amocrm "$AMOCRM_DB_PASSWORD" createrole

# n8n does not set it itself here (DB_POSTGRESDB_STATEMENT_TIMEOUT=0): docs/guides/n8n-settings.md says why.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
	--command "alter database n8n set statement_timeout to '5min'"
