import json
import os
import subprocess
import sys

build = ["gcc", "-O1", "-o", "score", "problem/score.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
reading, writing = os.pipe()
if os.path.exists("score"):
    subprocess.run(["./score", f"/dev/fd/{writing}"], pass_fds=[writing], capture_output=True, timeout=5)
os.close(writing)
with open(reading) as file:
    line = file.readline()
print("verdict", sys.argv[1], line.strip() or json.dumps({"accepted": False}))
