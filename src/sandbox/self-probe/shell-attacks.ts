/** Attempts at more processes than `SHELL_PROCESSES`, which is all the sandbox for this script allows. */
export const SHELL_PROCESSES = 24;
export const SHELL_ATTEMPTS = 40;
/** Memory of the sandbox for `MEMORY_SCRIPT`, and what it tries to hold. */
export const HOG_LIMIT_BYTES = 24 * 1024 * 1024;
export const HOG_BYTES = 384 * 1024 * 1024;
/** Size of a tmpfs in all probes, and what is written into one. */
export const TEMPORARY_BYTES = 1024 * 1024;
export const TEMPORARY_HOG_BYTES = 4 * 1024 * 1024;

/**
 * Looks for open descriptors with builtins only, starts a daemon in a session of its own, then processes until the
 * limit; reports and waits for a line before it ends. `$1` is a duration that marks its processes for the host.
 */
export const PROCESS_SCRIPT = `
open=; n=4
while [ $n -lt 256 ]; do [ -e /proc/self/fd/$n ] && open="$open $n"; n=$((n+1)); done
(setsid sh -c 'sleep "$1" & exec sleep "$1"' sh "$1" &)
i=0; while [ $i -lt 5 ]; do [ -e /proc/self/fd/0 ] && i=$((i+1)); done
(n=0; while [ $n -lt ${SHELL_ATTEMPTS} ]; do sleep "$1" & n=$((n+1)); echo $n; done) >started 2>refused
last=0; while read -r n; do last=$n; done <started
read -r refused <refused
echo "{\\"descriptors\\":\\"$open\\",\\"started\\":$last,\\"refused\\":\\"$refused\\"}" >&3
read -r end <&3
`;

/** Fills a tmpfs and then memory, and reports after each how far it came: `tail` holds all it reads. */
export const MEMORY_SCRIPT = `
head -c ${TEMPORARY_HOG_BYTES} /dev/zero >hog 2>/dev/null
written=$(wc -c <hog); rm hog
echo "{\\"written\\":$written}" >&3
held=$(head -c ${HOG_BYTES} /dev/zero | tail -c ${HOG_BYTES} 2>/dev/null | wc -c)
echo "{\\"held\\":$held}" >&3
read -r end <&3
`;
