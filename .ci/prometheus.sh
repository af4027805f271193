# Sourced by .ci/run: Prometheus and its tool for the tests of the dashboard and the rules, from Debian's package.

provide_prometheus() {
  if [ -x /usr/bin/promtool ] && [ -x /usr/bin/prometheus ]; then
    return
  fi
  install_packages prometheus
}
