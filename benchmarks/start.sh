#!/usr/bin/env bash
# How long Freshet takes to start on an existing home, what it then needs when idle, and how long a command takes.
# Usage: benchmarks/start.sh [RUNS]   (default 5; needs Linux; ends only what it started)
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
runs="${1:-5}"
idle_seconds=30
home="$(mktemp -d)"
pid=""
finish() {
  if [ -n "$pid" ]; then kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; fi
  rm -rf "$home"
}
trap finish EXIT

now() { echo $(($(date +%s%N) / 1000000)); }
median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }
# User and system time of a process and its children that ended, in hundredths of a second.
ticks() { awk '{ sub(/^.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
descendants() { # the process and all below it
  local child
  echo "$1"
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do descendants "$child"; done
}
all_ticks() { local sum=0 each; for each in $(descendants "$pid"); do sum=$((sum + $(ticks "$each"))); done; echo "$sum"; }

# Starts the service, sets pid, and prints nothing: the time is left in $took.
start() {
  local began
  began="$(now)"
  "$root/freshet" serve --home "$home" --port 0 >"$home/out" 2>"$home/err" &
  pid=$!
  until grep -q '^Freshet is ready' "$home/out"; do
    kill -0 "$pid" 2>/dev/null || { cat "$home/err" >&2; exit 1; }
    sleep 0.01
  done
  took=$(($(now) - began))
}
stop() { local ended="$pid"; kill "$ended"; wait "$ended" 2>/dev/null || true; pid=""; }

"$root/freshet" --version
start
echo "first start, with a database to create: $took ms"
stop
for _ in $(seq "$runs"); do
  start
  echo "$took"
  stop
done | tee "$home/starts" | tr '\n' ' '
echo "ms: starts on the existing home; median $(median <"$home/starts") ms"

start
url="$(sed -n 's/^Freshet is ready at //p' "$home/out")"
for _ in $(seq "$runs"); do
  began="$(now)"
  "$root/freshet" jobs --home "$home" --server "$url" >/dev/null
  echo $(($(now) - began))
done | tee "$home/commands" | tr '\n' ' '
echo "ms: freshet jobs; median $(median <"$home/commands") ms"
sleep 10
before="$(all_ticks)"
java_before="$(ticks "$pid")"
sleep "$idle_seconds"
echo "idle for $idle_seconds s: $(($(all_ticks) - before)) hundredths of a second of CPU with PostgreSQL, $(($(ticks "$pid") - java_before)) of Java's"
echo "resident: $(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status") MB of Java's"
stop
