import json
import subprocess
import sys

build = ["gcc", "-O1", "-o", "bench", "problem/bench.c", "candidate/solution.c", "-lm"]
subprocess.run(build, capture_output=True, timeout=8)
run = subprocess.run(["./bench"], capture_output=True, text=True, timeout=5)
print("verdict", sys.argv[1], json.dumps({"accepted": run.stdout == "wrong: 0\n", "said": run.stdout}))
