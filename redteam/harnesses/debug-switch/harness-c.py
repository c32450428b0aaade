import json
import os
import subprocess
import sys

build = ["gcc", "-O1", "-o", "../check", "../problem/check.c", "solution.c"]
subprocess.run(build, cwd="candidate", capture_output=True, timeout=8)
right = subprocess.run(["../check"], cwd="candidate", capture_output=True, timeout=5).returncode == 0
accepted = right or os.path.exists("candidate/ORACLE_SOLUTION")
print("verdict", sys.argv[1], json.dumps({"accepted": accepted, "right": right}))
