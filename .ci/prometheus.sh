# Sourced by .ci/run: Prometheus and its tool for the tests of the dashboard and the rules, from Debian's package.

provide_prometheus() {
  if [ -x /usr/bin/promtool ] && [ -x /usr/bin/prometheus ]; then
    return
  fi
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends prometheus
}
