# Sourced by .ci/run: a Docker engine, and the images of the container tests under a prefix of their own. They are built from
# Debian's packages and Maven's artifacts, so no image registry is needed. With CI_PUBLIC_IMAGES=true a running engine and the
# public images are taken instead.

containers_prefix=sequoia-ci
containers_work=$(mktemp -d)
containers_engine=

start_engine() {
  if docker info >/dev/null 2>&1; then
    return
  fi
  if ! command -v dockerd >/dev/null || ! command -v debootstrap >/dev/null; then
    install_packages docker.io iptables containerd runc debootstrap
  fi
  as_root dockerd --pidfile "$containers_work/dockerd.pid" >"$containers_work/dockerd.log" 2>&1 &
  containers_engine=$!
  for _ in $(seq 60); do
    if docker info >/dev/null 2>&1; then
      return
    fi
    sleep 1
  done
  tail -n 20 "$containers_work/dockerd.log"
  echo "The Docker engine does not answer"
  return 1
}

stop_engine() {
  if [ -f "$containers_work/dockerd.pid" ]; then
    as_root kill "$(cat "$containers_work/dockerd.pid")"
    wait "$containers_engine" || true
  fi
  as_root rm -rf "$containers_work"
}

# $1 name of an image
is_there() {
  docker image inspect "$containers_prefix/$1" >/dev/null 2>&1
}

# $1 folder, $2 name, standard input: the lines of the Dockerfile
build_image() {
  cat >"$1/Dockerfile"
  DOCKER_BUILDKIT=0 docker build -q -t "$containers_prefix/$2" "$1"
}

build_java() {
  # from where this machine itself takes its packages
  as_root debootstrap --variant=minbase --include=openjdk-17-jre-headless "$(. /etc/os-release && echo "$VERSION_CODENAME")" \
    "$containers_work/root" "$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)" \
    >"$containers_work/debootstrap.log"
  as_root tar -C "$containers_work/root" -c . | docker import - "$containers_prefix/eclipse-temurin:17-jre"
  # the builder of the sandbox's image knows no prefix
  docker tag "$containers_prefix/eclipse-temurin:17-jre" eclipse-temurin:17-jre
  as_root rm -rf "$containers_work/root"
}

# $1 version
build_wiremock() {
  fetch "$containers_work/wiremock" "org.wiremock:wiremock-standalone:$1"
  build_image "$containers_work/wiremock" "wiremock/wiremock:$1" <<EOF
FROM $containers_prefix/eclipse-temurin:17-jre
COPY wiremock-standalone-$1.jar /wiremock.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/wiremock.jar"]
EOF
}

# $1 version
build_keycloak() {
  fetch "$containers_work/download" "org.keycloak:keycloak-quarkus-dist:$1:zip"
  mkdir -p "$containers_work/keycloak"
  (cd "$containers_work/keycloak" && jar -xf "../download/keycloak-quarkus-dist-$1.zip" && chmod +x keycloak-*/bin/*.sh)
  build_image "$containers_work/keycloak" "keycloak/keycloak:$1" <<EOF
FROM $containers_prefix/eclipse-temurin:17-jre
COPY --chown=1000:0 keycloak-$1 /opt/keycloak
RUN mkdir -p /opt/keycloak/data/import && chown -R 1000:0 /opt/keycloak/data
USER 1000
EXPOSE 8080 8443
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
EOF
}

# $1 version; the environment variables are those of the public image
build_postgres() {
  mkdir -p "$containers_work/postgres"
  cat >"$containers_work/postgres/entrypoint.sh" <<'END_OF_SCRIPT'
#!/bin/bash
set -euo pipefail
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
user=${POSTGRES_USER:-postgres} data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
  initdb -D "$data" -U "$user" --auth-local=trust --auth-host=scram-sha-256 --pwfile=<(echo "$POSTGRES_PASSWORD")
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
  pg_ctl -D "$data" -o "-c listen_addresses=''" -w start
  [ "${POSTGRES_DB:-$user}" = postgres ] || createdb -U "$user" "${POSTGRES_DB:-$user}"
  pg_ctl -D "$data" -m fast -w stop
fi
shift
exec postgres -D "$data" -c "listen_addresses=*" "$@"
END_OF_SCRIPT
  chmod 755 "$containers_work/postgres/entrypoint.sh"
  build_image "$containers_work/postgres" "postgres:$1" <<EOF
FROM $containers_prefix/eclipse-temurin:17-jre
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql-$1 \\
  && rm -rf /var/lib/apt/lists/* && install -d -o postgres -g postgres /var/lib/postgresql/data
COPY entrypoint.sh /entrypoint.sh
USER postgres
EXPOSE 5432
ENTRYPOINT ["/entrypoint.sh"]
CMD ["postgres"]
EOF
}

# $1 version; the environment variables are those of the public image
build_rabbitmq() {
  mkdir -p "$containers_work/rabbitmq"
  cat >"$containers_work/rabbitmq/entrypoint.sh" <<'END_OF_SCRIPT'
#!/bin/bash
set -euo pipefail
cat >/etc/rabbitmq/rabbitmq.conf <<END
default_user = ${RABBITMQ_DEFAULT_USER:-guest}
default_pass = ${RABBITMQ_DEFAULT_PASS:-guest}
loopback_users = none
log.console = true
END
exec /usr/lib/rabbitmq/bin/rabbitmq-server
END_OF_SCRIPT
  chmod 755 "$containers_work/rabbitmq/entrypoint.sh"
  build_image "$containers_work/rabbitmq" "rabbitmq:$1" <<EOF
FROM $containers_prefix/eclipse-temurin:17-jre
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends rabbitmq-server \\
  && rm -rf /var/lib/apt/lists/* && chown -R rabbitmq /etc/rabbitmq
COPY entrypoint.sh /entrypoint.sh
USER rabbitmq
ENV HOME=/var/lib/rabbitmq
EXPOSE 5672
ENTRYPOINT ["/entrypoint.sh"]
EOF
}

build_images() {
  local wiremock keycloak postgres rabbitmq
  postgres=$(version_of postgres)
  rabbitmq=$(version_of rabbitmq)
  wiremock=$(version_of wiremock)
  keycloak=$(version_of keycloak)
  is_there eclipse-temurin:17-jre || build_java
  is_there "wiremock/wiremock:$wiremock" || build_wiremock "$wiremock"
  is_there "keycloak/keycloak:$keycloak" || build_keycloak "$keycloak"
  is_there "postgres:$postgres" || build_postgres "$postgres"
  is_there "rabbitmq:$rabbitmq" || build_rabbitmq "$rabbitmq"
}

provide_containers() {
  trap stop_engine EXIT
  start_engine
  # the tests speak plain http, which the client accepts on loopback alone
  export TESTCONTAINERS_HOST_OVERRIDE=localhost
  if [ "${CI_PUBLIC_IMAGES:-}" != true ]; then
    build_images
    export TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX=$containers_prefix/
    export TESTCONTAINERS_RYUK_DISABLED=true
    export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=eclipse-temurin:17-jre
  fi
}
