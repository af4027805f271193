# Sourced by .ci/run: storages of others for the tests of transfers, in target/storages. nginx is Debian's, unpacked rather than
# installed, so that no service is started; Azurite is an npm package.

azurite_version=3.35.0

provide_storages() {
  local storages=$PWD/target/storages
  mkdir -p "$storages"
  if [ ! -d "$storages/node_modules/azurite" ]; then
    npm install --prefix "$storages" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "azurite@$azurite_version"
  fi
  if [ ! -x "$storages/nginx/usr/sbin/nginx" ]; then
    (
      cd "$storages"
      apt-get download -q nginx || { as_root apt-get update -q && apt-get download -q nginx; }
      dpkg -x nginx_*.deb nginx
    )
  fi
}
