# Sourced by .ci/run: a browser and its driver for the browser tests, from Debian's packages unless the machine has some.

provide_browser() {
  if [ -x /usr/bin/chromedriver ] && { [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ]; }; then
    return
  fi
  install_packages chromium chromium-driver
}
