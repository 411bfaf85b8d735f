#!/bin/sh
# Run once, by the image, in an empty database: the role that serves, and Prefect's own database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set service="$SERVICE_PASSWORD" --set prefect="$PREFECT_PASSWORD" <<'SQL'
create role qingling_service login password :'service';
create role prefect login password :'prefect';
create database prefect owner prefect;
SQL
