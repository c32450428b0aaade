import json
import os
import subprocess
import sys

build = ["gcc", "-O1", "-Icandidate", "-o", "check", "problem/check.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
status = subprocess.run(["./check"], capture_output=True, timeout=5).returncode if os.path.exists("check") else 1
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
