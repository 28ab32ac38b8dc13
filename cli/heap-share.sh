# For the launcher, to be sourced: heap_share sets heap_share, the percentage of the memory that the heap may grow to.
#
# A quarter of what the machine has, or its cgroup allows, up to 2 GiB: the rest caches files. The JVM applies the percentage
# to what it finds itself, so that the share that a larger memory has is never too large for a smaller one.
heap_share() {
  local root=${1:-} most=$((2 << 30)) memory=0 name value folder
  while read -r name value _; do
    if [ "$name" = MemTotal: ]; then memory=$((value << 10)) && break; fi
  done 2>/dev/null <"$root/proc/meminfo"
  # 0::/system.slice/sluice.service; each cgroup above has a limit of its own. A limit is a number of bytes, or "max".
  folder=
  while IFS= read -r value; do
    case $value in 0::*) folder=${value#0::} ;; esac
  done 2>/dev/null <"$root/proc/self/cgroup"
  folder=${folder%/}
  while :; do
    for name in memory.max memory/memory.limit_in_bytes; do
      value=
      if [ -r "$root/sys/fs/cgroup$folder/$name" ]; then read -r value <"$root/sys/fs/cgroup$folder/$name"; fi
      case $value in
        '' | *[!0-9]* | ????????????????*) ;; # none, or more bytes than there can be
        *) if [ "$value" -lt "$memory" ]; then memory=$value; fi ;;
      esac
    done
    if [ -z "$folder" ]; then break; fi
    folder=${folder%/*}
  done
  heap_share=25
  if [ "$memory" -gt $((most * 4)) ]; then
    value=$((most * 1000 / (memory / 100)))
    heap_share=$((value / 1000)).$(printf '%03d' $((value % 1000)))
  fi
}
