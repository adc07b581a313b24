#!/bin/bash
# launcher.sh CONFORMANCE SCRATCH CAPTURES MEGABYTES: what the packaged program takes, as whole processes: to start, to replay a small and
# a large capture (beside falco, if that is in the search path and has version 0.40), to play a scenario, the sample suite and, once, the
# catalogue against the public rules, CAPTURES small captures, and one of MEGABYTES.
# The distribution and the benchmarks must be packaged.
set -euo pipefail
conformance=$(realpath "$1")
captures=$3
megabytes=$4
rules=$(printf ',%s' "$conformance"/falco-rules/0.40/falco{,-incubating,-sandbox}_rules.yaml)
rules=${rules#,}
homes=(cli/target/kguard-*-linux-*/bin)
kguard=${homes[0]}/kguard

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

falco=()
if falco --version 2>/dev/null | grep -q 'Falco version: *0\.40\.'; then
    printf '{"rules_files": ["%s"], "engine": {"kind": "replay"}, "json_output": true, "stdout_output": {"enabled": true}}' "${rules//,/\", \"}" >"$scratch/falco.yaml"
    falco=(falco -c "$scratch/falco.yaml" -o webserver.enabled=false)
else
    echo "There is no falco 0.40 in the search path to compare with."
fi

# compare RUNS CAPTURE: kguard and Falco in turns
compare() {
    local ours=() theirs=() text
    for ((i = 0; i <= $1; i++)); do
        ours+=("$(microseconds "$kguard" replay --falco 0.40 --rules "$rules" "$2")")
        if [ ${#falco[@]} -gt 0 ]; then
            theirs+=("$(microseconds "${falco[@]}" -o "engine.replay.capture_file=$2")")
        fi
    done
    text=$(median "${ours[@]:1}") # the first run only warms the machine's caches
    if [ ${#falco[@]} -gt 0 ]; then
        text+=", Falco $(median "${theirs[@]:1}")"
    fi
    echo "replay of $(basename "$2"): $text (medians of $1)"
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

starts=()
for ((i = 0; i <= 20; i++)); do
    starts+=("$(microseconds "$kguard" --help)")
done
echo "kguard --help: $(median "${starts[@]:1}") (median of 20)"
compare 11 "$conformance/captures/app_user.scap"
compare 7 "$conformance/big/busy.scap"

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
    public=$(printf ',%s' "$conformance"/falco-rules/current/*.yaml)
    echo "verify of the public rules: $(played 1 --rules "${public#,}" --enable=all --matching=all)"
else
    echo "No scenario was played: run this as root."
fi

small=("$conformance"/captures/*.scap)
for ((i = 0; i < captures; i++)); do
    cp "${small[i % ${#small[@]}]}" "$scratch/captures/$i.scap"
done
measured "$kguard" replay --falco 0.40 --rules "$rules" --captures "$scratch/captures" --alerts "$scratch/alerts.jsonl"
rm -rf "$scratch/captures"

java -cp benchmarks/target/classes io.kguard.benchmark.LongCapture "$conformance/big/busy.scap" "$scratch/long.scap" "$megabytes"
measured "$kguard" replay --falco 0.40 --rules "$rules" "$scratch/long.scap" --alerts "$scratch/alerts.jsonl"
