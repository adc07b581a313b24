#!/bin/bash
# cluster.sh CONFORMANCE SCRATCH COPIES...: replays copies of the smallest captures with kguard replay and on a cluster of this machine: a
# master, two workers, and an executor of one core each. For each number of copies it prints how long each took, as a whole process, its
# own last line, and what memory the larger executor took: at most of the machine, and of its heap what was in use after a collection.
# KGUARD_CAPTURES names another folder with captures. With the first number an executor is killed in one more run. The alerts of each rule must be those of the plain replay.
# kguard-cli and kguard-spark must be packaged.
set -euo pipefail
conformance=$(realpath "$1")
mapfile -t captures < <(find "${KGUARD_CAPTURES:-$conformance/captures}" -name "*.scap" -size -64k | sort)
rules=$(printf ',%s' "$conformance"/falco-rules/current/falco{,-incubating,-sandbox}_rules.yaml)
rules=${rules#,}
memory=${KGUARD_EXECUTOR_MEMORY:-512m}
rm -rf "$2"
mkdir -p "$2/home/jars"
scratch=$(realpath "$2")
shift 2

pids=()
cleanup() {
    mapfile -t running < <(jobs -p)
    if [ ${#running[@]} -gt 0 ]; then
        kill "${running[@]}" 2>/dev/null || true
        wait "${running[@]}" 2>/dev/null || true
    fi
    rm -rf "$scratch"
}
trap cleanup EXIT

tr ':' '\n' <spark/target/classpath | while read -r jar; do
    ln -s "$jar" "$scratch/home/jars/"
done
export SPARK_HOME=$scratch/home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1

# daemon NAME CLASS ARGUMENT...: starts a process of the cluster
daemon() {
    local name=$1 class=$2
    shift 2
    java -Xmx256m -cp "$scratch/home/jars/*" "org.apache.spark.deploy.$class" --host 127.0.0.1 --webui-port 0 "$@" \
        >"$scratch/$name.log" 2>&1 &
    pids+=($!)
}

# said FILE TEXT PROCESS: waits until a log has a text, and prints the line
said() {
    grep -m 1 "$2" < <(tail -n +1 -F --pid="$3" "$1" 2>/dev/null) || { cat "$1" >&2; return 1; }
}

daemon master master.Master --port 0
master=$(said "$scratch/master.log" 'Starting Spark master at' "${pids[0]}" | grep -o 'spark://.*')
for worker in 1 2; do
    daemon "worker$worker" worker.Worker --cores 1 --memory 4g --work-dir "$scratch/work$worker" "$master"
    said "$scratch/worker$worker.log" 'Successfully registered' "${pids[worker]}" >/dev/null
done

executors() {
    pgrep -d ' ' -P "${pids[1]},${pids[2]}" || true
}

# Keeps the peak of each executor while the driver runs
watch_memory() {
    local process peak
    while kill -0 "$1" 2>/dev/null; do
        for process in $(executors); do
            peak=$(sed -n 's/^VmHWM:[^0-9]*//p' "/proc/$process/status" 2>/dev/null || true)
            # one that is about to end has none
            if [ -n "$peak" ]; then
                echo "$peak" >"$scratch/peak-$process"
            fi
        done
        sleep 0.5
    done
}

# Kills an executor when it is through with some tasks
kill_executor() {
    local process
    process=$(said "$scratch/spark.log" 'Finished task 9.0' "$1" >/dev/null && executors | cut -d ' ' -f 1)
    kill -9 "$process"
    echo "killed executor $process" >"$scratch/killed"
}

plain() {
    rm -f "$scratch"/peak-* "$scratch"/gc-*
    java -cp 'cli/target/*:cli/target/jars/*' io.kguard.cli.Launcher replay \
        --captures "$scratch/captures" --rules "$rules" --alerts "$scratch/alerts.jsonl" --parallel 2
}

# submit KILL ARGUMENT...: what Spark's own scripts do: a first JVM makes the command of the second
submit() {
    local kill=$1 command=() driver watcher
    shift
    rm -rf "$scratch"/{reports,peak-*,gc-*,killed}
    : >"$scratch/spark.log"
    mapfile -d '' -t command < <(java -cp "$scratch/home/jars/*" org.apache.spark.launcher.Main \
        org.apache.spark.deploy.SparkSubmit --master "$master" --conf spark.ui.enabled=false --driver-memory 1g \
        --executor-memory "$memory" --conf "spark.executor.extraJavaOptions=-Xlog:gc:file=$scratch/gc-%p.log" \
        spark/target/kguard-spark.jar --rules "$rules" "$@" "file:$scratch/captures")
    # an empty line comes first
    command=("${command[@]#$'\n'}")
    if [ -z "${command[0]}" ]; then
        command=("${command[@]:1}")
    fi
    "${command[@]}" 2>"$scratch/spark.log" &
    driver=$!
    watch_memory $driver &
    watcher=$!
    if [ "$kill" = kill ]; then
        kill_executor $driver
    fi
    wait $driver || { cat "$scratch/spark.log" >&2; return 1; }
    wait $watcher
}

# The most memory that an executor took: of the machine, and of its heap after a collection
peaks() {
    sort -n "$scratch"/peak-* 2>/dev/null | tail -n 1 | awk '{ printf "executor: %d MB of the machine", $1 / 1024 }'
    grep -ho -- '->[0-9]*M' "$scratch"/gc-*.log 2>/dev/null | tr -d '>M-' | sort -n | tail -n 1 | awk '{ printf ", %d MB of heap in use", $1 }'
}

timed() {
    local name=$1 started=${EPOCHREALTIME/[.,]/}
    shift
    "$@" >"$scratch/out"
    printf '%-24s %7d ms  %s  %s\n' "$name" $(((${EPOCHREALTIME/[.,]/} - started) / 1000)) "$(tail -n 1 "$scratch/out")" "$(peaks)"
    grep -E '^ +[0-9]+  ' "$scratch/out" >"$scratch/counts"
    if [ "$name" = plain ]; then
        mv "$scratch/counts" "$scratch/expected"
    else
        diff "$scratch/expected" "$scratch/counts" || { echo "The alerts are not those of the plain replay." >&2; return 1; }
    fi
}

for copies in "$@"; do
    rm -rf "$scratch/captures"
    mkdir "$scratch/captures"
    for ((i = 0; i < copies; i++)); do
        ln "${captures[i % ${#captures[@]}]}" "$scratch/captures/$i.scap" 2>/dev/null ||
            cp "${captures[i % ${#captures[@]}]}" "$scratch/captures/$i.scap"
    done
    echo "$copies captures, $(du -slm "$scratch/captures" | cut -f 1) MB compressed; executors with a heap of $memory"
    timed plain plain
    timed cluster submit - --reports "file:$scratch/reports"
    if [ "$copies" = "$1" ]; then
        timed 'cluster, executor killed' submit kill --reports "file:$scratch/reports"
        cat "$scratch/killed"
    fi
done
