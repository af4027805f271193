# Sourced by the scripts of this folder: what more than one of them does.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# $@ Debian's packages; waits for another installation, and completes one that was interrupted, as apt-get then refuses every other
install_packages() {
  local apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  "${apt[@]}" update
  "${apt[@]}" install -y --no-install-recommends "$@" || {
    as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a
    "${apt[@]}" install -y --no-install-recommends "$@"
  }
}

provide_gradle() {
  command -v gradle >/dev/null || install_packages gradle
}

# $1 name of a version in the parent pom
version_of() {
  sed -n "s:.*<$1.version>\(.*\)</$1.version>.*:\1:p" pom.xml
}

# $1 folder, $2 groupId:artifactId:version[:packaging[:classifier]]
fetch() {
  mvn -B -ntp -q "org.apache.maven.plugins:maven-dependency-plugin:$(version_of maven-dependency-plugin):copy" -Dartifact="$2" \
    -DoutputDirectory="$1"
}
