import json
import subprocess
import sys
import time

build = ["gcc", "-O1", "-o", "check", "problem/check.c", "candidate/solution.c"]
subprocess.run(build, capture_output=True, timeout=8)
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
status = subprocess.run(["./check"], timeout=5, **quiet).returncode
with open("results.json", "w") as file:
    json.dump({"accepted": status == 0}, file)
time.sleep(0.5)
with open("results.json") as file:
    print("verdict", sys.argv[1], json.dumps(json.load(file)))
