#!/usr/bin/env bash
# PostgreSQL's programs for the tests, which start a server of their own on a socket; no cluster of the system is made.
set -euo pipefail
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "postgres: not root or no apt-get: please install postgresql; tests on PostgreSQL are skipped" >&2
  exit 0
fi
if ! [ -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
apt-get update -qq >/dev/null 2>&1 || true
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold postgresql >/dev/null 2>&1 \
  || echo "postgres: could not be installed; tests on PostgreSQL are skipped" >&2
