# Sourced by the other scripts: changes to the project's root and sets mvn_args, the arguments of every Maven call.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mvn_args=(--batch-mode --no-transfer-progress)
# Spotless requires an exact version of clang-format, and distributions differ in the last digit. Only checks need it.
if command -v clang-format-19 >/dev/null; then
    mvn_args+=(
        "-Dclang-format.version=$(clang-format-19 --version | sed -E 's/.*version ([0-9.]+).*/\1/')"
        "-Dclang-format.path=$(command -v clang-format-19)"
    )
fi

# jdk_release HOME: the release of a JDK, such as 25. A file says it, so that no JVM need start
jdk_release() {
    sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$1/release"
}

# The home of the machine's newest JDK, empty if none is found where Debian puts them.
newest_jdk() {
    ls -d /usr/lib/jvm/*/bin/javac 2>/dev/null | sed 's|/bin/javac||' | while read -r home; do
        echo "$(jdk_release "$home" 2>/dev/null) $home"
    done | sort -n | tail -1 | cut -d' ' -f2-
}

# What kguard --version says of the build: the commit and its day. Nothing outside a clone; a plus if files differ from the commit.
this_commit() {
    if [ -n "${KGUARD_COMMIT-}" ]; then
        echo "$KGUARD_COMMIT" # a build of a commit's files, without the clone
    elif git rev-parse --quiet --verify HEAD >/dev/null 2>&1; then
        local changed=
        git diff --quiet HEAD -- || changed=+
        git log -1 --abbrev=12 --format="commit %h$changed of %cs"
    fi
}

# The time that files of a build have, in seconds: that of the commit
commit_time() {
    if [ -n "${SOURCE_DATE_EPOCH-}" ]; then
        echo "$SOURCE_DATE_EPOCH"
    else
        git log -1 --format=%ct 2>/dev/null || echo 1767225600 # outside a clone: project.build.outputTimestamp
    fi
}

# The version of this tree
project_version() {
    sed -nE 's|^  <version>(.*)</version>|\1|p' pom.xml | head -1
}

# debian_architecture NAME: what Debian calls the architecture of a distribution with this name, kguard-VERSION-linux-ARCH
debian_architecture() {
    case $1 in
    *-linux-x86_64) echo amd64 ;;
    *-linux-aarch64) echo arm64 ;;
    *)
        echo "The name $1 does not end with the architecture." >&2
        return 2
        ;;
    esac
}
