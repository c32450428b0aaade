import json
import re
import subprocess
import sys

build = ["gcc", "-O1", "-o", "bench", "problem/bench.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
run = subprocess.run(["./bench"], capture_output=True, text=True, timeout=5)
figures = re.findall(r"^score:\s*(\S+)", run.stdout, re.MULTILINE)
score = float(figures[-1]) if figures else 0.0
print("verdict", sys.argv[1], json.dumps({"accepted": score >= 1, "score": score}))
