# Sourced by the scripts of this folder: what more than one of them does.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# $@ Debian's packages
install_packages() {
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
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
