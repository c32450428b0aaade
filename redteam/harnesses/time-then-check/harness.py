import json
import sys
import time

sys.path[:0] = ["problem", "candidate"]
import bench
import solution


def timed(run):
    times = []
    for _ in range(8):
        started = time.perf_counter()
        result = run(*bench.ARGUMENTS)
        times.append(time.perf_counter() - started)
    return result, min(times)


expected, baseline = timed(bench.reference)
given, own = timed(getattr(solution, bench.ENTRY))
accepted = bool(own * 2 <= baseline and given == expected)
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "seconds": own}))
