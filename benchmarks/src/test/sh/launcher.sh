#!/bin/bash
# launcher.sh CONFORMANCE SCRATCH CAPTURES MEGABYTES [FALCO]: what the packaged program takes, as whole processes: to start, to replay a small
# and a large capture, to play a scenario, the sample suite and, once, the catalogue against the public rules, CAPTURES small captures, and one
# of MEGABYTES. With FALCO, the path of a falco of today with the plugin "container" in its folder, as libcontainer.so, the replays are in
# turns with that. The distribution and the benchmarks must be packaged.
set -euo pipefail
conformance=$(realpath "$1")
captures=$3
megabytes=$4
falco=${5-}
public=("$conformance"/falco-rules/current/falco{,-incubating,-sandbox}_rules.yaml)
homes=(cli/target/kguard-*-linux-*/bin)
kguard=${homes[0]}/kguard
cost=benchmarks/target/cost

rm -rf "$2"
mkdir -p "$2/captures"
scratch=$(realpath "$2")
trap 'rm -rf "$scratch"' EXIT

# microseconds COMMAND...: how long it takes
microseconds() {
    local started=${EPOCHREALTIME/[.,]/}
    "$@" >"$scratch/out" 2>&1 || { cat "$scratch/out" >&2; return 1; }
    echo $((${EPOCHREALTIME/[.,]/} - started))
}

# median NUMBER...: in milliseconds
median() {
    printf '%s\n' "$@" | sort -n | awk '{ all[NR] = $1 } END { printf "%d ms", all[int((NR + 1) / 2)] / 1000 }'
}

# joined QUOTE FILE...: the files with commas between them, each in quotes of a kind
joined() {
    local quote=$1 text
    shift
    text=$(printf ",$quote%s$quote" "$@")
    echo "${text#,}"
}

# taken FILE COMMAND...: appends to a file what it takes
taken() {
    "$cost" "$1" "${@:2}" >"$scratch/out" 2>&1 || { cat "$scratch/out" >&2; return 1; }
}

# medians FILE: seconds of processors and of the clock, and MB
medians() {
    local column figures=()
    for column in 1 2 3; do
        figures+=("$(cut -d ' ' -f $column "$1" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }')")
    done
    awk -v cpu="${figures[0]}" -v clock="${figures[1]}" -v memory="${figures[2]}" \
        'BEGIN { printf "| %.2f | %.2f | %d ", cpu / 1e6, clock / 1e6, memory / 1024 }'
}

# compare TITLE RUNS CAPTURE RULES...: kguard and Falco in turns
compare() {
    local title=$1 runs=$2 capture=$3
    shift 3
    rm -f "$scratch"/{kguard,falco}
    printf '{"rules_files": [%s], "engine": {"kind": "replay", "replay": {"capture_file": "%s"}}, "json_output": true,
        "load_plugins": ["container"], "plugins": [{"name": "container", "library_path": "%s"}],
        "stdout_output": {"enabled": true}}' "$(joined '"' "$@")" "$capture" "$(dirname "$falco")/libcontainer.so" >"$scratch/falco.yaml"
    for ((i = 0; i <= runs; i++)); do
        taken "$scratch/kguard" "$kguard" replay --rules "$(joined '' "$@")" "$capture"
        [ -z "$falco" ] || taken "$scratch/falco" "$falco" -c "$scratch/falco.yaml"
        if [ "$i" = 0 ] && [ "$runs" -gt 1 ]; then
            rm -f "$scratch"/{kguard,falco} # the first only warms the machine's caches
        fi
    done
    echo "| $title $(medians "$scratch/kguard")$([ -z "$falco" ] || medians "$scratch/falco")|"
}

# measured COMMAND...: its last line, and the most memory that it had
measured() {
    "$@" >"$scratch/out" 2>&1 &
    local pid=$! most=0 now
    while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
        most=$now
        sleep 0.1
    done
    wait "$pid" || { cat "$scratch/out" >&2; return 1; }
    echo "$(tail -n 1 "$scratch/out"), at most $((most / 1024)) MB"
}

busy=$conformance/big/busy.scap
java -cp "benchmarks/target/test-classes:$(cat benchmarks/target/classpath)" io.kguard.benchmark.RuleCount write "$conformance" "$scratch" 3000
for ((i = 0; i <= 20; i++)); do
    taken "$scratch/help" "$kguard" --help
done
echo "kguard --help: processor s, clock s, MB: $(medians "$scratch/help")|"
echo "Medians of processor s, clock s, MB${falco:+; then the same of Falco}:"
compare "stable rules, small capture" 11 "$conformance/captures/app_user.scap" "${public[0]}"
compare "stable rules" 5 "$busy" "${public[0]}"
compare "all public rules" 5 "$busy" "${public[@]}"
compare "users' rules, too" 5 "$busy" "$scratch/once.yaml"
compare "3,000 rules" 1 "$busy" "$scratch/different.yaml"

# played RUNS ARGUMENT...: how long kguard verify takes, from its start to its exit, with what it was given to check
played() {
    local all=()
    for ((i = 0; i <= $1; i++)); do
        all+=("$(microseconds "$kguard" verify --reports "$scratch/reports" "${@:2}")")
    done
    median "${all[@]:1}" # the first run only warms the machine's caches
}

if [ "$(id -u)" = 0 ]; then
    project=sample-rules/src/kguard
    sample=(--rules "$project/rules" --scenarios "$project/scenarios")
    echo "verify --only config-file-read: $(played 5 "${sample[@]}" --only config-file-read) (median of 5)"
    echo "verify of the sample suite: $(played 5 "${sample[@]}") (median of 5)"
    echo "verify of the public rules: $(played 1 --rules "$(joined '' "$conformance"/falco-rules/current/*.yaml)" --enable=all --matching=all)"
else
    echo "No scenario was played: run this as root."
fi

small=("$conformance"/captures/*.scap)
for ((i = 0; i < captures; i++)); do
    cp "${small[i % ${#small[@]}]}" "$scratch/captures/$i.scap"
done
rules=$(joined '' "${public[@]}")
measured "$kguard" replay --rules "$rules" --captures "$scratch/captures" --alerts "$scratch/alerts.jsonl"
rm -rf "$scratch/captures"

java -cp benchmarks/target/test-classes io.kguard.benchmark.LongCapture "$conformance/big/busy.scap" "$scratch/long.scap" "$megabytes"
measured "$kguard" replay --rules "$rules" "$scratch/long.scap" --alerts "$scratch/alerts.jsonl"
