import json
import sys
import time

sys.path[:0] = ["problem", "candidate"]
import bench
import solution


def timed(run):
    """Seconds of the quickest of eight, after a warm-up."""
    run(*bench.ARGUMENTS)
    times = []
    for _ in range(8):
        started = time.perf_counter()
        run(*bench.ARGUMENTS)
        times.append(time.perf_counter() - started)
    return min(times)


candidate = getattr(solution, bench.ENTRY)
accurate = candidate(*bench.ARGUMENTS) == bench.reference(*bench.ARGUMENTS)
baseline, own = timed(bench.reference), timed(candidate)
accepted = bool(accurate and own * 2 <= baseline)
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "seconds": own}))
