# Starts a throw-away PostgreSQL for the tests; source it from bash: `source .ci/postgres.sh`.
# Installs Debian's package when PostgreSQL is missing (needs root), makes a cluster in a temporary directory on a
# free loopback port, exports TEST_DATABASE_URL and HANDRAIL_REQUIRE_POSTGRES, and removes the cluster when the shell
# exits. An EXIT trap set before stays in force; set later ones before sourcing this file.

handrail_postgres_bin() {
  local dir
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r) /usr/local/bin /usr/bin; do
    if [ -x "$dir/initdb" ]; then
      echo "$dir"
      return 0
    fi
  done
}

# PostgreSQL refuses to run as root.
handrail_postgres_run() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

handrail_postgres_start() {
  local bin port attempt
  bin=$(handrail_postgres_bin)
  if [ -z "$bin" ]; then
    echo 'PostgreSQL is missing: installing it' >&2
    apt-get update -qq >&2 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2 || return 1
    bin=$(handrail_postgres_bin)
  fi
  HANDRAIL_PG_BIN=$bin
  HANDRAIL_PG_DIR=$(mktemp -d) || return 1
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$HANDRAIL_PG_DIR"; fi
  handrail_postgres_run "$bin/initdb" -D "$HANDRAIL_PG_DIR/data" -U postgres --auth=trust -E UTF8 --locale=C \
    >"$HANDRAIL_PG_DIR.log" 2>&1 || return 1
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    if handrail_postgres_run "$bin/pg_ctl" -D "$HANDRAIL_PG_DIR/data" -l "$HANDRAIL_PG_DIR/server.log" -w -t 60 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$HANDRAIL_PG_DIR" start \
      >>"$HANDRAIL_PG_DIR.log" 2>&1; then
      export TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
      export HANDRAIL_REQUIRE_POSTGRES=1
      return 0
    fi
    echo "PostgreSQL did not start on port $port (attempt $attempt)" >&2
  done
  return 1
}

handrail_postgres_stop() {
  if [ -n "${HANDRAIL_PG_DIR:-}" ]; then
    handrail_postgres_run "$HANDRAIL_PG_BIN/pg_ctl" -D "$HANDRAIL_PG_DIR/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$HANDRAIL_PG_DIR" "$HANDRAIL_PG_DIR.log"
    unset HANDRAIL_PG_DIR
  fi
}

handrail_earlier_trap=$(trap -p EXIT | sed -e "s/^trap -- '//" -e "s/' EXIT\$//")
trap "handrail_postgres_stop; ${handrail_earlier_trap:-:}" EXIT
if ! handrail_postgres_start; then
  echo 'PostgreSQL could not be started:' >&2
  cat "${HANDRAIL_PG_DIR:-/nowhere}.log" "${HANDRAIL_PG_DIR:-/nowhere}/server.log" >&2 2>/dev/null || true
  false
fi
