#!/bin/bash
# spark.sh CONFORMANCE SCRATCH COPIES [ROUNDS]: replays COPIES captures with kguard replay and on Spark, in turns, two at a time, and prints how
# long each took, as a whole process, and its own last line. kguard-cli and kguard-spark must be packaged.
set -euo pipefail
conformance=$(realpath "$1")
captures=("$conformance"/captures/*.scap)
rules=$(printf ',%s' "$conformance"/falco-rules/current/falco{,-incubating,-sandbox}_rules.yaml)
rules=${rules#,}
copies=$3
rounds=${4:-3}

rm -rf "$2"
mkdir -p "$2/captures" "$2/home/jars"
scratch=$(realpath "$2")
for ((i = 0; i < copies; i++)); do
    cp "${captures[i % ${#captures[@]}]}" "$scratch/captures/$i.scap"
done

# Spark as it is installed on a machine, without its scripts
tr ':' '\n' <spark/target/classpath | while read -r jar; do
    ln -s "$jar" "$scratch/home/jars/"
done
export SPARK_HOME=$scratch/home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1

plain() {
    java -cp 'cli/target/*:cli/target/jars/*' io.kguard.cli.Launcher replay \
        --captures "$scratch/captures" --rules "$rules" --alerts "$scratch/alerts.jsonl" --parallel 2
}

# What Spark's own scripts do: a first JVM makes the command of the second
submit() {
    local command=()
    rm -rf "$scratch/reports"
    mapfile -d '' -t command < <(java -cp "$scratch/home/jars/*" org.apache.spark.launcher.Main \
        org.apache.spark.deploy.SparkSubmit --master 'local[2]' --conf spark.ui.enabled=false --driver-memory 4g \
        spark/target/kguard-spark.jar --rules "$rules" "$@" "$scratch/captures")
    # an empty line comes first
    command=("${command[@]#$'\n'}")
    if [ -z "${command[0]}" ]; then
        command=("${command[@]:1}")
    fi
    "${command[@]}" 2>"$scratch/spark.log" || { cat "$scratch/spark.log" >&2; return 1; }
}

timed() {
    local name=$1 started=${EPOCHREALTIME/[.,]/}
    shift
    "$@" >"$scratch/out"
    printf '%-16s %5d ms  %s\n' "$name" $(((${EPOCHREALTIME/[.,]/} - started) / 1000)) "$(tail -n 1 "$scratch/out")"
}

for ((round = 1; round <= rounds; round++)); do
    timed plain plain
    timed spark submit
    timed 'spark, reports' submit --reports "$scratch/reports"
    timed 'spark, against' submit --against "$rules"
done
rm -rf "$scratch/captures" "$scratch/reports" "$scratch/alerts.jsonl"
