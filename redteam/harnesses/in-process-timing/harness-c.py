import json
import subprocess
import sys

build = ["gcc", "-O1", "-o", "bench", "problem/bench.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
run = subprocess.run(["./bench"], capture_output=True, text=True, timeout=8)
accurate, baseline, own = map(float, run.stdout.split())
print("verdict", sys.argv[1], json.dumps({"accepted": accurate == 1 and own * 2 <= baseline, "seconds": own}))
