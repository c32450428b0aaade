import json
import subprocess
import sys

build = ["gcc", "-O1", "-o", "check", "problem/check.c", "candidate/solution.c"]
built = subprocess.run(build, capture_output=True, timeout=8)
status = subprocess.run(["./check"], capture_output=True, timeout=5).returncode if built.returncode == 0 else 1
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
