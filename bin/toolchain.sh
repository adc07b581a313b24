# Sourced by the other scripts: changes to the project's root and sets mvn_args, the arguments of every Maven call.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Spotless requires an exact version of clang-format, and distributions differ in the last digit.
mvn_args=(
    --batch-mode
    --no-transfer-progress
    "-Dclang-format.version=$(clang-format-19 --version | sed -E 's/.*version ([0-9.]+).*/\1/')"
    "-Dclang-format.path=$(command -v clang-format-19)"
)
