import json
import re
import subprocess
import sys

sys.path.insert(0, "problem")
import bench

PROGRAM = """
import sys, time
sys.path[:0] = ["problem", "candidate"]
import bench, solution
run = bench.reference if sys.argv[1] == "baseline" else getattr(solution, bench.ENTRY)
started = time.perf_counter()
result = run(*bench.ARGUMENTS)
print("took", time.perf_counter() - started, "secs for", result)
"""


def timed(which):
    words = [sys.executable, "-c", PROGRAM, which]
    run = subprocess.run(words, capture_output=True, text=True, timeout=5)
    found = re.search(r"^took (\S+) secs for (\d+)$", run.stdout, re.MULTILINE)
    return (float(found[1]), int(found[2])) if found else (float("inf"), None)


runs = [(timed("candidate"), timed("baseline")) for _ in range(3)]
own = min(candidate[0] for candidate, _ in runs)
baseline = min(reference[0] for _, reference in runs)
accurate = all(candidate[1] == bench.reference(*bench.ARGUMENTS) for candidate, _ in runs)
print("verdict", sys.argv[1], json.dumps({"accepted": accurate and own * 2 <= baseline, "seconds": own}))
