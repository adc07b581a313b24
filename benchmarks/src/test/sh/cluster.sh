#!/bin/bash
# cluster.sh CONFORMANCE SCRATCH COUNT...: replays small captures with kguard replay and on a cluster of this machine: a master, two
# workers, and an executor of one core each. For each number of captures it prints how long each took, as a whole process, its processor
# time, its own last line, and the memory of the driver and of the executors in each third of the run: the most of the machine, and of the
# heap the least and the most that was in use after a collection. KGUARD_CAPTURES names a folder whose small captures are copied; without it
# captures are written, no two alike. With the first number an executor is killed in one more run. The alerts of each rule must be those of
# the plain replay. kguard-cli, kguard-spark and the benchmarks must be packaged.
set -euo pipefail
conformance=$(realpath "$1")
mapfile -t captures < <([ -z "${KGUARD_CAPTURES-}" ] || find "$KGUARD_CAPTURES" -name "*.scap" -size -64k | sort)
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

# sample KIND PROCESS: adds the time, the memory in kB and the ticks of processor time of a process to a file
sample() {
    local memory ticks
    memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$2/status" 2>/dev/null || true)
    ticks=$(cut -d ' ' -f 14,15 "/proc/$2/stat" 2>/dev/null || true)
    # one that is about to end has none
    if [ -n "$memory" ]; then
        echo "${EPOCHREALTIME/,/.} $memory $ticks" >>"$scratch/$1-$2.sample"
    fi
}

# Follows the driver and the executors while the driver runs
watch_processes() {
    local process
    while kill -0 "$1" 2>/dev/null; do
        sample driver "$1"
        for process in $(executors); do
            sample executor "$process"
        done
        sleep 0.5
    done
}

# Kills an executor when it is through with some tasks
kill_executor() {
    local process
    process=$(said "$scratch/spark.log" 'Finished task 2.0' "$1" >/dev/null && executors | cut -d ' ' -f 1)
    kill -9 "$process"
    echo "killed executor $process" >"$scratch/killed"
}

plain() {
    java -cp 'cli/target/*:cli/target/jars/*' io.kguard.cli.Launcher replay \
        --captures "$scratch/captures" --rules "$rules" --alerts "$scratch/alerts.jsonl" --parallel 2 &
    watch_processes $!
    wait $!
}

# submit KILL ARGUMENT...: what Spark's own scripts do: a first JVM makes the command of the second
submit() {
    local kill=$1 command=() driver watcher
    shift
    rm -rf "$scratch"/{reports,killed}
    : >"$scratch/spark.log"
    mapfile -d '' -t command < <(java -cp "$scratch/home/jars/*" org.apache.spark.launcher.Main \
        org.apache.spark.deploy.SparkSubmit --master "$master" --conf spark.ui.enabled=false --driver-memory "$memory" \
        --executor-memory "$memory" --conf "spark.driver.extraJavaOptions=-Xlog:gc:file=$scratch/driver-%p.gc" \
        --conf "spark.executor.extraJavaOptions=-Xlog:gc:file=$scratch/executor-%p.gc" \
        spark/target/kguard-spark.jar --rules "$rules" "$@" "file:$scratch/captures")
    # an empty line comes first
    command=("${command[@]#$'\n'}")
    if [ -z "${command[0]}" ]; then
        command=("${command[@]:1}")
    fi
    "${command[@]}" 2>"$scratch/spark.log" &
    driver=$!
    watch_processes $driver &
    watcher=$!
    if [ "$kill" = kill ]; then
        kill_executor $driver
    fi
    wait $driver || { cat "$scratch/spark.log" >&2; return 1; }
    wait $watcher
}

# The processor time of all processes, in seconds
processor_time() {
    local file
    for file in "$scratch"/*.sample; do
        tail -n 1 "$file"
    done | awk -v hertz="$(getconf CLK_TCK)" '{ sum += $3 + $4 } END { printf "%d", sum / hertz }'
}

# thirds KIND: what processes of a kind took in each third of the run
thirds() {
    local third
    compgen -G "$scratch/$1-*.sample" >/dev/null || return 0
    cat "$scratch/$1"-*.sample | awk -v kind="$1" '
        NR == 1 || $1 < first { first = $1 } $1 > last { last = $1 } { time[NR] = $1; memory[NR] = $2 }
        END {
            for (i = 1; i <= NR; i++) {
                third = time[i] == last ? 2 : int(3 * (time[i] - first) / (last - first + 0.001))
                if (memory[i] > most[third]) { most[third] = memory[i] }
            }
            printf "  %s: %d, %d, %d MB of the machine", kind, most[0] / 1024, most[1] / 1024, most[2] / 1024
        }'
    # [12.345s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 60M->20M(512M) 3.2ms
    cat "$scratch/$1"-*.gc 2>/dev/null | sed -nE 's/^\[([0-9.]+)s\].*->([0-9]+)M\(.*/\1 \2/p' | awk '
        $1 > last { last = $1 } { time[NR] = $1; used[NR] = $2 }
        END {
            for (i = 1; i <= NR; i++) {
                third = int(3 * time[i] / (last + 0.001))
                if (!(third in most) || used[i] > most[third]) { most[third] = used[i] }
                if (!(third in least) || used[i] < least[third]) { least[third] = used[i] }
            }
            for (third = 0; third < 3; third++) {
                text = text (third > 0 ? ", " : "") (third in most ? least[third] "-" most[third] : "none")
            }
            printf "; %s MB of the heap after %d collections\n", text, NR
        }'
}

timed() {
    local name=$1 started milliseconds
    shift
    rm -f "$scratch"/*.sample "$scratch"/*.gc
    started=${EPOCHREALTIME/[.,]/}
    "$@" >"$scratch/out"
    milliseconds=$(((${EPOCHREALTIME/[.,]/} - started) / 1000))
    printf '%-24s %7d ms, %4d s of processors  %s\n' "$name" "$milliseconds" "$(processor_time)" "$(tail -n 1 "$scratch/out")"
    grep -E '^ +[0-9]+  ' "$scratch/out" >"$scratch/counts"
    if [ "$name" = plain ]; then
        mv "$scratch/counts" "$scratch/expected"
    else
        thirds driver
        thirds executor
        diff "$scratch/expected" "$scratch/counts" || { echo "The alerts are not those of the plain replay." >&2; return 1; }
    fi
}

# fill COUNT: makes the captures
fill() {
    rm -rf "$scratch/captures"
    if [ ${#captures[@]} -eq 0 ]; then
        java -cp "benchmarks/target/test-classes:$(cat benchmarks/target/classpath)" io.kguard.benchmark.SmallCaptures "$scratch/captures" "$1"
        return
    fi
    mkdir "$scratch/captures"
    for ((i = 0; i < $1; i++)); do
        ln "${captures[i % ${#captures[@]}]}" "$scratch/captures/$i.scap" 2>/dev/null ||
            cp "${captures[i % ${#captures[@]}]}" "$scratch/captures/$i.scap"
    done
}

for copies in "$@"; do
    fill "$copies"
    echo "$copies captures, $(du -slm "$scratch/captures" | cut -f 1) MB compressed; executors with a heap of $memory"
    timed plain plain
    timed cluster submit - --reports "file:$scratch/reports"
    if [ "$copies" = "$1" ]; then
        timed 'cluster, executor killed' submit kill --reports "file:$scratch/reports"
        cat "$scratch/killed"
    fi
done
