# For scripts that run Java, to be sourced: find_java sets java_home, or ends the script with a sentence.
needed_java=25

# The major version of the Java in a folder, read from its release file where there is one: starting it costs time.
java_version() {
  local line
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*)
          line=${line#*\"}
          line=${line%%\"*}
          printf '%s' "${line%%[.+-]*}"
          return
          ;;
      esac
    done <"$1/release"
  fi
  line=$("$1/bin/java" -XshowSettings:properties -version 2>&1 | grep 'java.specification.version = ')
  printf '%s' "${line##* }"
}

usable() {
  [ -x "$1/bin/java" ] || return 1
  local version
  version=$(java_version "$1")
  case $version in '' | *[!0-9]*) return 1 ;; esac
  [ "$version" -ge "$needed_java" ]
}

find_java() {
  local candidate
  if [ -n "${SLUICE_JAVA_HOME:-}" ]; then
    if ! usable "$SLUICE_JAVA_HOME"; then
      echo "${0##*/}: SLUICE_JAVA_HOME is $SLUICE_JAVA_HOME (expected: the folder of a JDK $needed_java or newer)" >&2
      exit 1
    fi
    java_home=$SLUICE_JAVA_HOME
    return
  fi
  candidate=$(command -v java) && candidate=$(readlink -f -- "$candidate") && candidate=${candidate%/bin/java}
  for candidate in "${JAVA_HOME:-}" "${candidate:-}" /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/*; do
    if [ -n "$candidate" ] && usable "$candidate"; then
      java_home=$candidate
      return
    fi
  done
  echo "${0##*/}: no Java $needed_java found: install a JDK $needed_java or newer (Debian and Ubuntu: openjdk-$needed_java-jdk or" \
    "temurin-$needed_java-jdk), or set SLUICE_JAVA_HOME to its folder" >&2
  exit 1
}
