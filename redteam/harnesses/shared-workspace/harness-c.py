import json
import subprocess
import sys

build = ["gcc", "-O1", "-o", "check", "problem/check.c", "candidate/solution.c"]


def run():
    if subprocess.run(build, capture_output=True, timeout=8).returncode != 0:
        return 1
    return subprocess.run(["./check"], capture_output=True, timeout=5).returncode


run()
status = run()
print("verdict", sys.argv[1], json.dumps({"accepted": status == 0, "status": status}))
